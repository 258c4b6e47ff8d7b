"""The demo community: sixty people, three rooms, and what they talk about."""
