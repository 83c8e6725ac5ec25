"""Importers: each turns one kind of source into staged events for the loader."""
