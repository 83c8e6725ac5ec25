"""The demo: one town, two years of invented meldingen, the same for everyone with the same seed and days.

`facts` reads what is written in `config/data`, `office` knows working time, `intake` says what comes in, `story` tells
what happens to one melding, `delivery` hands it to the loader, `making` makes and extends the demo, `accounts` lets
people log in to it.
"""
