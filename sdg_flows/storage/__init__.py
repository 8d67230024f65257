"""Where tables lie: parts of them in files.

May import: `core`. Readers see `core.rows.Rows`; only who writes needs this room.
"""
