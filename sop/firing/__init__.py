"""A step's time has come: may it be said, by whom, and with which words."""
