"""Who held work, for how long, and what its way through the hands shows: facts with their evidence, never a verdict on a person."""
