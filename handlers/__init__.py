"""Decisions about what people say: pure functions from messages and context to effects."""
