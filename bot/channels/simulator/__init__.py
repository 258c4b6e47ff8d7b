"""A chat platform in memory: for the demo, for tests and for rehearsals."""
