"""The budget of speed and size, measured: `make bench`."""
