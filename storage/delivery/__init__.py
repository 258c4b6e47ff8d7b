"""The outbox: how a post is sent once (shared/delivery.md)."""
