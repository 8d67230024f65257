"""Turns PDF, DOCX and HTML into Markdown, each in a child process that may be slow, greedy or crash.

Start with `kept` (files become texts, each content once) and `formats` (which module reads which suffix).
`process_pool` shares the work among children, `worker` is our end of one child and `child` its own end.
"""
