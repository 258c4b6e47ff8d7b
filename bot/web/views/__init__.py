"""What the API shows, subject by subject."""
