"""The budget of design.md, measured: `make bench`."""
