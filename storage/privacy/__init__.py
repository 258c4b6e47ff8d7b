"""One person's data: where it lies, given out whole, and erased."""
