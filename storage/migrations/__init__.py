"""The database's history, one file a step; `storage.schema` runs them."""
