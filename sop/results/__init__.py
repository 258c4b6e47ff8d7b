"""What came of plans: figures as shared/definitions.md has them, counted over rooms."""
