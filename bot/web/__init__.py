"""The HTTP API: what staff, scripts and the console see and decide."""
