"""Pages of obstacles."""
