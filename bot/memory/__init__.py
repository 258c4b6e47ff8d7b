"""What stands in for the database where past messages are judged again."""
