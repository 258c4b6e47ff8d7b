"""Pictures: what is in them, found out in a process of its own."""
