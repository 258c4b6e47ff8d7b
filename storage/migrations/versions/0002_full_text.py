"""Make the indexes that search reads: FTS5 tables on SQLite, GIN tables on PostgreSQL."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# The 'ascii' tokenizer takes every character outside ASCII for a letter, so the grams that
# `storage.talk.grams` writes, parted by spaces, stay as they are. Contentless: the text is in
# `message`.
_SQLITE = (
    """CREATE VIRTUAL TABLE search_message
    USING fts5(grams, content='', columnsize=0, detail=none, tokenize='ascii')""",
    """CREATE VIRTUAL TABLE search_name
    USING fts5(grams, columnsize=0, detail=none, tokenize='ascii')""",
)
_POSTGRESQL = (
    "CREATE TABLE search_message (message_id bigint PRIMARY KEY, grams tsvector NOT NULL)",
    "CREATE INDEX search_message_grams ON search_message USING gin (grams)",
    "CREATE TABLE search_name (name_key bigint PRIMARY KEY, grams text[] NOT NULL)",
    "CREATE INDEX search_name_grams ON search_name USING gin (grams)",
)


def upgrade() -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in _SQLITE if sqlite else _POSTGRESQL:
        op.execute(statement)
