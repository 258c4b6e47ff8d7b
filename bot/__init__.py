"""The running service: intake, pipeline, ticker, performer, channels, API, command line."""
