"""Talk of the past: readers of chat exports. They read files and yield events of bot.core."""
