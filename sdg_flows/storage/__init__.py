"""Where things lie: parts of tables in files, and small files that are wholly there or not at all.

May import: `core`. Readers of tables see `core.rows.Rows`; only who writes needs this room.
"""
