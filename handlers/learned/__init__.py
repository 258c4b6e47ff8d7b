"""The learned detector's model: features, training, scores, reasons. Pure numpy, no files."""
