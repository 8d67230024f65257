"""Runs a few rows through the blocks before a run: forecast, preview and comparison of teachers."""
