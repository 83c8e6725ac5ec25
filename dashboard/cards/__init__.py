"""The chart cards of each page: what is asked and what is built of it, apart from any screen."""
