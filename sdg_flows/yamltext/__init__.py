"""YAML text as plain values with line marks: read the YAML 1.2 way, bounded, without tags or repeated keys.

May import: yaml, and nothing of ours. Start with `reader`.
"""
