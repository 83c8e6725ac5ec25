"""Command line: `python -m dashboard ...`; each module is one group of commands."""
