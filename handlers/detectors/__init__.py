"""Detectors: one file a sign of advertising."""
