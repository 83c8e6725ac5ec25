"""The best set of places under wishes: most value, with the reason why each is in or out. For the worker only."""

from dashboard.jobs.best_set.answer import BestSet, Clash, Conflict, Exchange, Reason, Refill, Why
from dashboard.jobs.best_set.proposing import best_set
from dashboard.jobs.best_set.wishes import Candidate, Wishes

__all__ = ["BestSet", "Candidate", "Clash", "Conflict", "Exchange", "Reason", "Refill", "Why", "Wishes", "best_set"]
