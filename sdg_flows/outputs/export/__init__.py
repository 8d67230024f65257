"""Exports a run's rows to other formats and to the Hugging Face hub."""
