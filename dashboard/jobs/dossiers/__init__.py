"""Making decision dossiers: what is frozen of a round, and its files."""
