"""Plans at work: read, laid out, fired, heard of, and what came of them."""
