"""Alerts on their way to people: whom, when, in which words, and by which way."""
