"""How the events of each topic become its derived rows: chains of CTEs, put together by `queries.projection`."""
