"""The public map and the open data: plain pages for everybody, without Dash, cookie or session.

They read by the database role heli_public, which sees nothing but what is published (`queries.public`). `doors` lists
what is open, `policy` what a browser may do with each answer. The pages work without JavaScript; with it
`static/public.js` adds the map, and tells of what is published while a page stands open.
"""
