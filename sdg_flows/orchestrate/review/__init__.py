"""Rows that wait for the verdict of people."""
