"""Flow files of other systems and times, read as ours."""
