"""Storage: parts of tables in Arrow files, small files written atomically, and files and folders at a URL.

May import: `core`. Code that only reads tables uses `core.rows.Rows`; this room is for code that writes.
"""
