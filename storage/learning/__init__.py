"""What is learned from: samples, versions of the model, figures of the detectors."""
