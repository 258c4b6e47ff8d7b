"""Conduct in the database: points, lists, alarms of rooms."""
