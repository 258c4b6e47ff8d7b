"""What follows from what people do."""
