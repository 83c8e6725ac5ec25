"""What citizens propose in the demo, how it is chosen and carried out, who takes part, and what else is planned.

`wishes` reads the facts, `proposing` lets proposals come in and `voting` be voted for, `choosing` holds the rounds with
`motivating` for their texts, `carrying_out` what is realised, `gathering` activities and communication, `people` who
takes part, `deliverables` and `contacts` the rest; `delivery` puts it all in rows for the loader.
"""
