"""Campaigns 活动: sign-ups, claims, coupons, lotteries."""
