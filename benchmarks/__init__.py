"""Measurements, run by hand; tests never look at a clock."""
