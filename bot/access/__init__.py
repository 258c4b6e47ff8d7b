"""Signing in: passwords, codes of a phone, and who is let in."""
