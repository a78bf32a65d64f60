"""Files that bring work back, read into lines. No database: what a line means is decided by `queries.brought`."""
