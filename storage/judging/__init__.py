"""What was made of what was said: verdicts, cases, leads, questions."""
