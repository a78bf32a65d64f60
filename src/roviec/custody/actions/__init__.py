"""What happens to a clock: each verb checks, locks, changes and leaves its trace."""
