"""Values and pure functions that every other room speaks in.

May import: nothing of ours, nor prefect, openai or yaml. Nothing here reads a file, a clock or a socket.
Start with `table` (rows and their ids), `block` (what one step is) and `exchange` (what is asked and answered).
"""
