"""The package as a library: functions with InstructLab's names and arguments, and pipelines as objects.

May import: every room but `cli`.
"""
