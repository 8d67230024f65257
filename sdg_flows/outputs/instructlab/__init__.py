"""The files that InstructLab's training reads."""
