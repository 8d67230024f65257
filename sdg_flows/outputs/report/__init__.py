"""The report of a run: what is counted, drawn and shown of it."""
