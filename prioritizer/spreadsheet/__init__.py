"""Workbooks of results: sheets, formats, and live formulas that carry their value."""
