"""Parts that pages share: each draws one thing from plain values."""
