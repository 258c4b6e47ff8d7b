"""What was said: the archive, its search, and what decisions look back at."""
