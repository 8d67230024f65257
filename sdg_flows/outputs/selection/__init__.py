"""Fewer rows that stand for all."""
