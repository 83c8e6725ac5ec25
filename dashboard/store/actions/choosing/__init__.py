"""Choosing places: rounds and their rules, drafts, choices and their approval, and publishing them."""
