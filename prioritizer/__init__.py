"""Prioritizer: which digital projects enter a city's ten-year capital works program, decided in public."""
