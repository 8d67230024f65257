"""Reads the folders of past runs: runs, rows, and the differences between two runs."""
