"""What /opvolging shows: the chosen places by how far they have come, one of them, and what can be told of it."""
