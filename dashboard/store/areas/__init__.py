"""Boundaries of areas: reading and judging a file, taking it into use, and which area each place lies in."""
