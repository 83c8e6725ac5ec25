"""What the pages of /beheer ask, of one organisation at a time.

Not scoped by filters but by `organisation_id`: `dashboard.web.manage.desk` gives only organisations that the person who
asks manages. A test asks every function here of one town while another one changes.
"""
