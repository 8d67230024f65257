"""The work directory: local or at an address, with the notes of its runs; copying and pruning it."""
