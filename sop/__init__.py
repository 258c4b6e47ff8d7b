"""SOP plans: read, planned and rendered by pure functions."""
