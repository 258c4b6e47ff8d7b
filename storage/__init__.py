"""Where everything stands: one database, SQLite or PostgreSQL, behind small repositories."""
