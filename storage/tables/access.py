"""Who may use the API."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, text

from storage.tables.base import metadata
from storage.types import Id, Json, UtcDateTime

# Keys of programs. Only their hashes are kept: who reads the database cannot use them.
api_token = Table(
    "api_token",
    metadata,
    Column("id", Id, primary_key=True),
    Column("key_hash", String, nullable=False, unique=True),
    Column("name", String, nullable=False),
    Column("role", String),  # everywhere; null: in some rooms only
    Column("grants", Json),  # in series and rooms
    Column("author", String, nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime),
    Column("used_at", UtcDateTime),
    Column("revoked_at", UtcDateTime),
    Column("revoked_by", String),
)
# A name means one program in the audit.
Index(
    "uq_api_token_live_name",
    api_token.c.name,
    unique=True,
    sqlite_where=text("revoked_at IS NULL"),
    postgresql_where=text("revoked_at IS NULL"),
)

# People who sign in.
login = Table(
    "login",
    metadata,
    Column("id", Id, primary_key=True),
    Column("name", String, nullable=False, unique=True),
    Column("role", String),  # everywhere; null: in some rooms only
    Column("grants", Json),  # in series and rooms
    Column("author", String, nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    Column("disabled_at", UtcDateTime),
    Column("welcomed_at", UtcDateTime),
    Column("password", String),  # Argon2's hash; null: none was chosen yet
    # Codes are computed from it, so it cannot be kept as a hash.
    Column("code_secret", String),
    Column("code_step", Integer, nullable=False, server_default="0"),  # the last code used
    Column("spares", Json),  # hashes of codes for the day the phone is lost
)

# Browsers in which somebody is signed in, by the hash of the cookie's key.
login_session = Table(
    "login_session",
    metadata,
    Column("key_hash", String, primary_key=True),
    Column("login_id", Id, ForeignKey("login.id"), nullable=False),
    Column("opened_at", UtcDateTime, nullable=False),
    Column("seen_at", UtcDateTime, nullable=False),
    Column("agent", String, nullable=False, server_default=""),
)
Index("ix_login_session_login_id", login_session.c.login_id)

# Links with which somebody chooses a password, once. Without a login: with which the first
# admin makes theirs. A bare one signs in without a password: the demo's.
login_link = Table(
    "login_link",
    metadata,
    Column("key_hash", String, primary_key=True),
    Column("login_id", Id, ForeignKey("login.id")),
    Column("bare", Boolean, nullable=False, server_default="0"),
    Column("made_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("used_at", UtcDateTime),
)
Index("ix_login_link_login_id", login_link.c.login_id)

# Failed sign-ins, by name and by address: each makes the next one wait.
login_attempt = Table(
    "login_attempt",
    metadata,
    Column("subject", String, primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("last_at", UtcDateTime, nullable=False),
)
