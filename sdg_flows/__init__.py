"""Make training data for language models with a teacher model.

Rooms, from the ground up: `core`; `blocks`; `flowfile`, `teacher`, `inputs`, `outputs`; `orchestrate`; `cli` and `run`.
"""

__version__ = "0.1.0"
