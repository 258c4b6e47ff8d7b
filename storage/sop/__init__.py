"""Plans at work: runs, dated steps, tasks."""
