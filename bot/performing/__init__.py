"""What the performer knows: looking again before sending, cutting long texts, doing deeds."""
