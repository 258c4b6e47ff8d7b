"""What came of plans: figures as docs/results.md has them, counted over rooms."""
