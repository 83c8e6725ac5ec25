"""What every room may import: settings, errors, clock, ids, language, kinds, grid and facts."""
