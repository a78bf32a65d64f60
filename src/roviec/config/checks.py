"""What production refuses to start with. Each says what is wrong and which setting mends it."""
