"""Where blocks run: the Prefect flows and tasks, their checkpoints, the work directory and the embedded server.

May import: `core`, `blocks`, `flowfile`, `teacher`, `inputs`, `outputs`, `storage`. The only room that imports
`prefect`, and not where bad input is refused: a command line need not wait for Prefect to say so. Start with `flows`.
"""
