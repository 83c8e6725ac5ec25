"""One file per page; imported by Dash alone."""
