"""Parts of a page, one per file: layout only, no data access."""
