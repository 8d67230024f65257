"""The work directory: here, at an address, copied and pruned."""
