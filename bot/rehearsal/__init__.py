"""Rehearsing a plan: the real desk, pipeline and store, in memory and on a virtual clock."""
