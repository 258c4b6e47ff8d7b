"""Errands 跑腿: what takes long or leaves the process is done beside the pipeline."""
