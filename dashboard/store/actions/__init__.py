"""Actions: keyword-only functions, one transaction each, with an event per subject and one audit row."""
