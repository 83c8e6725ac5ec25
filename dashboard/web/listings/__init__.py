"""The lists of every page as files: one declaration each, one route for all (`dashboard.web.downloads`)."""
