"""Errands, and the look of pictures."""
