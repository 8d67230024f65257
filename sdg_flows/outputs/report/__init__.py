"""The report of a run: its figures, charts and example rows."""
