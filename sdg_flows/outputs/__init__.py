"""Writes what users want, from a `RunRecord`: training files, rejected rows, lineage, run.json and the report.

May import: `core` and `yamltext`.
Start with `folder.write`: it fills a new folder with every file and moves it into place in one step.
"""
