"""Settings as people change them while the service runs: written back into config.yaml itself."""
