"""Runs blocks on the workers of a Prefect task runner."""
