"""The parts of the page on trends that are no cards: the signals, and what is done about them."""
