"""A few rows before a run: forecast, preview and comparison of teachers."""
