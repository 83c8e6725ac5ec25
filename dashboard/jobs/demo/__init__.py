"""The demo: a region of invented meldingen and proposals, the same for everyone with the same seed and days.

`region`, `facts` and `neighbours` read what is written in `config/data`, `halls` says who tells how much, `areas`
draws their schematic boundaries. `office` knows working time, `intake` says what comes in, `story` tells what happens
to one melding of the town and `short` to one of a neighbour, `reorganisation` what two services that became one
change in it; `programme` tells the rest, `sittings` puts what was decided on the agendas of its sittings. `delivery`
hands it to the loader, `preparing` makes what must be known before, `making` makes and extends the demo, `accounts`
lets people log in to it.
"""
