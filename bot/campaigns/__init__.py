"""Campaigns 活动 at work: members heard and answered, benefits, draws, reminders, follow-up."""
