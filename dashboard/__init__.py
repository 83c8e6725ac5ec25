"""Helikopterview: management and reporting on citizens' proposals, meldingen and participation."""
