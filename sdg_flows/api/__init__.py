"""The package as a library: functions with InstructLab's names and arguments, and pipelines as objects.

May import: `core`, `flowfile`, `teacher`, `inputs`, `outputs`, `orchestrate`, `storage`.
"""
