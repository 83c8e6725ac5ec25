"""The worker makes reports: what a kind names is asked, frozen, and printed in each of its formats."""
