"""What Alembic runs: always on a connection that `storage.schema` hands over."""

from alembic import context

from storage.tables import metadata

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    render_as_batch=True,  # SQLite changes a table only by copying it
    on_version_apply=context.config.attributes["tell"],
)
with context.begin_transaction():
    context.run_migrations()
