"""What the folders of past runs say: of runs, of rows, and of what changed from one run to another."""
