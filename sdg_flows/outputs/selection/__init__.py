"""Selects a representative subset of rows."""
