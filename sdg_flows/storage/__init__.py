"""Where things lie: parts of tables in files, small files that are wholly there or not at all, and places at a URL.

May import: `core`. Readers of tables see `core.rows.Rows`; only who writes needs this room.
"""
