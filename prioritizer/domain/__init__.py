"""What the city talks about: criteria, portfolio, decision. Pure data."""
