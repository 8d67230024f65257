"""Where blocks run: the Prefect flows and tasks, their checkpoints, the work directory and the embedded server.

May import: every room below. The only room that imports `prefect`, and then only in `checkpoints`, `shards`, `flows`
and `artifacts`, so that a command line can refuse bad input before Prefect is there. Start with `flows`.
"""
