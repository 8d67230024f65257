"""Data sets mixed by a recipe into one training file."""
