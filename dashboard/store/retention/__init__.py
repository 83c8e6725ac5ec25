"""Erasing texts of citizens at the end of their retention: what is due, the erasing itself, and runs (ADR 37)."""
