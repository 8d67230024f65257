"""The command line: parse, call, show, and turn errors into sentences and exit codes.

May import: `core`, `blocks`, `flowfile`, `teacher`, `inputs`, `outputs`, `orchestrate`, `storage`. Imports inside
functions are meant: `--help` and refusals must not wait for Prefect.
"""
