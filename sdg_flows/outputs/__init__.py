"""Writes what users want, from a `RunRecord`: training files, rejected rows, lineage, run.json and the report.

May import: `core`, `storage`, `yamltext`.
Start with `folder.write`: it fills a new folder with every file and moves it into place in one step. What reads such a
folder again starts with `run_folders`.
"""
