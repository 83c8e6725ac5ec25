"""The worker and its kinds of job, and the supervisor of processes."""
