"""The public site of a decision (commitment 16): files alone, no server, no script needed to read it."""

from prioritizer.publication.site.build import site_files

__all__ = ["site_files"]
