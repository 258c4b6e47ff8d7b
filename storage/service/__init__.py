"""What the service keeps of itself: alerts, audit, backups, news."""
