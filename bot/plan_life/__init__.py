"""The life of plans, for the command line and the API: started, paused, edited, rolled back."""
