"""Campaigns 活动: sign-up, benefits, coupons, lotteries, reminders, forecast. Pure."""
