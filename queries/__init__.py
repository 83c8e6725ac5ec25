"""The only place with SELECTs: pure functions (db, scope, filters) -> DataFrame."""
