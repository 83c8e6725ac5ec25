"""What the pages of /beheer have in common, and what their buttons do; the only callers of those actions on the web."""
