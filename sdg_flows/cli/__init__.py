"""The command line: parses arguments, calls the rooms below, and turns errors into sentences and exit codes.

May import: `core`, `blocks`, `flowfile`, `teacher`, `inputs`, `outputs`, `orchestrate`, `storage`. Imports inside
functions are intended: `--help` and refusals must not wait for Prefect.
"""
