"""Writes the output of a run from its `RunRecord`: training files, rejected rows, lineage, run.json, the report.

May import: `core`, `storage`, `yamltext`.
Start with `run_folder/folder.py`: `write_run_folder` fills a new folder with every file and moves it into place in one
step. `past_runs/run_folders.py` is where such a folder is read again.
"""
