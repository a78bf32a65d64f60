"""Pages; every one answers one question."""
