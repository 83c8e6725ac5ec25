"""The entries of the measure registry by theme; `queries.registry.MEASURES` is the one door."""
