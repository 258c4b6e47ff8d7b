"""The corpus and what is made with it: development only, not in the wheel."""
