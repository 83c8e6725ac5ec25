"""What /moderatie shows: the queue, the proposal to judge, and what can be done with it."""
