"""The `groupkeeper` command: one file a subcommand, each with `register(app)`."""
