"""What the public asks: questions to the views of schema `published` and nothing else, by database role heli_public.

None takes a scope: the views hold what everybody may see. `towns` says whose map is open, `asked` what a reader wants,
`listed` and `points` answer for the list and the map, `place` for one proposal, `export` for the open data.
"""
