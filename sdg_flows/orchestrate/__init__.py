"""Runs pipelines: the Prefect flows and tasks, their checkpoints, the work directory and the embedded server.

May import: `core`, `blocks`, `flowfile`, `teacher`, `inputs`, `outputs`, `storage`. The only room that imports
`prefect`. Bad input is refused in modules without that import, so that the command line is fast. Start with `flows`.
"""
