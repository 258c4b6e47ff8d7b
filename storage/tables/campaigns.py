"""Campaigns 活动: sign-ups, coupons, claims, lotteries, and what is still to be told."""

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from storage.tables.base import metadata
from storage.types import Id, Json, UtcDateTime

# The newest sound text of every campaign. Its row is the lock under which places are given.
campaign = Table(
    "campaign",
    metadata,
    Column("name", String, primary_key=True),
    Column("version", String, nullable=False),  # hash of the file
    Column("source", Text, nullable=False),
    Column("path", String, nullable=False),
    Column("loaded_at", UtcDateTime, nullable=False),
    Column("title", String, nullable=False),
    Column("place", String, nullable=False, server_default=""),
    Column("starts_at", UtcDateTime, nullable=False),
    Column("zone", String, nullable=False),
    Column("places", Integer),  # null: as many as come
    Column("last_seq", Integer, nullable=False, server_default="0"),  # order of arrival, given out
    Column("followed_up_at", UtcDateTime),  # its no-shows are with the staff
)

# Which run of a plan warms up for which campaign.
campaign_run = Table(
    "campaign_run",
    metadata,
    Column("run_id", Id, ForeignKey("run.id"), primary_key=True, autoincrement=False),
    Column("campaign", String, ForeignKey("campaign.name"), nullable=False, index=True),
)

# One row a person and campaign, whatever became of it.
sign_up = Table(
    "sign_up",
    metadata,
    Column("id", Id, primary_key=True),
    Column("campaign", String, ForeignKey("campaign.name"), nullable=False),
    Column("student_id", Id, ForeignKey("person.student_id"), nullable=False),
    Column("identity_id", Id, ForeignKey("identity.id")),  # who is told; null: signed up by staff
    Column("room_id", Id, ForeignKey("room.id")),  # where it was said; null: to the bot alone
    Column("message_id", Id, ForeignKey("message.id")),
    Column("state", String, nullable=False),  # signed | waiting | cancelled
    Column("seq", Integer, nullable=False),  # order within its state; given anew with the state
    Column("at", UtcDateTime, nullable=False),
    Column("changed_at", UtcDateTime, nullable=False),
    Column("attended_at", UtcDateTime),
    Column("attended_by", String),  # "word", or who uploaded the list
    UniqueConstraint("campaign", "student_id"),
)
Index("ix_sign_up_campaign_state_seq", sign_up.c.campaign, sign_up.c.state, sign_up.c.seq)
Index("ix_sign_up_student_id", sign_up.c.student_id)

coupon = Table(
    "coupon",
    metadata,
    Column("id", Id, primary_key=True),
    Column("campaign", String, ForeignKey("campaign.name"), nullable=False),
    Column("pool", String, nullable=False),
    Column("code", String, nullable=False),  # as people read it
    Column("lookup", String, nullable=False, unique=True),  # as it is compared
    Column("valid_until", UtcDateTime),
    Column("student_id", Id, ForeignKey("person.student_id")),  # null: nobody has it
    Column("given_at", UtcDateTime),
    Column("redeemed_at", UtcDateTime),
    Column("redeemed_by", String),
    Column("note", String),
    # when the database had been restored last as the code was made; null: never. Codes of an
    # earlier life may have been given in what a restore has undone, and are not given any more.
    Column("made_under", UtcDateTime),
)
Index("ix_coupon_campaign_pool", coupon.c.campaign, coupon.c.pool)
Index("ix_coupon_student_id", coupon.c.student_id)

# What a person got of a benefit, or their entry in a lottery: one a person.
claim = Table(
    "claim",
    metadata,
    Column("id", Id, primary_key=True),
    Column("campaign", String, ForeignKey("campaign.name"), nullable=False),
    Column("benefit", String, nullable=False),
    Column("student_id", Id, ForeignKey("person.student_id"), nullable=False),
    Column("identity_id", Id, ForeignKey("identity.id"), nullable=False),
    Column("room_id", Id, ForeignKey("room.id")),
    Column("message_id", Id, ForeignKey("message.id")),
    Column("seq", Integer, nullable=False),  # 1, 2, ... of this benefit
    Column("at", UtcDateTime, nullable=False),
    Column("coupon_id", Id, ForeignKey("coupon.id")),
    UniqueConstraint("campaign", "benefit", "student_id"),
    UniqueConstraint("campaign", "benefit", "seq"),
)
Index("ix_claim_student_id", claim.c.student_id)

# Commit and reveal: the seed is fixed, and its hash published, before anybody can enter.
lottery = Table(
    "lottery",
    metadata,
    Column("campaign", String, ForeignKey("campaign.name"), primary_key=True),
    Column("benefit", String, primary_key=True),
    Column("seed", String, nullable=False),  # 64 hexadecimal digits
    Column("commitment", String, nullable=False),  # SHA-256 of the seed
    Column("opened_at", UtcDateTime, nullable=False),
    Column("entries", Json),  # student IDs, ascending; null until it is closed
    Column("entries_hash", String),
    Column("closed_at", UtcDateTime),
    Column("winners", Json),
    Column("drawn_at", UtcDateTime),
    Column("drawn_by", String),
)

# What members are to be told of their words: those of one room together, in one post.
campaign_notice = Table(
    "campaign_notice",
    metadata,
    Column("id", Id, primary_key=True),
    Column("campaign", String, ForeignKey("campaign.name"), nullable=False),
    Column("room_id", Id, ForeignKey("room.id")),  # null: to them alone
    Column("identity_id", Id, ForeignKey("identity.id"), nullable=False),
    Column("text", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("told_at", UtcDateTime),
)
Index(
    "ix_campaign_notice_open",
    campaign_notice.c.room_id,
    campaign_notice.c.id,
    sqlite_where=text("told_at IS NULL"),
    postgresql_where=text("told_at IS NULL"),
)
Index("ix_campaign_notice_room_id_told_at", campaign_notice.c.room_id, campaign_notice.c.told_at)
