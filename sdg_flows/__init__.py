"""Make training data for language models with a teacher model.

Rooms, from the ground up: `core`; `blocks`; `flowfile`, `teacher`, `inputs`, `outputs`; `orchestrate`; `api`, `cli` and
`run`.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from sdg_flows.core.errors import GenerateError

if TYPE_CHECKING:
    from sdg_flows.api.generating import generate_data, generate_taxonomy
    from sdg_flows.api.pipeline import Pipeline
    from sdg_flows.api.postprocessing import postprocess
    from sdg_flows.api.samples import taxonomy_to_samples
    from sdg_flows.outputs.mixing.mix import mix_datasets

__version__ = "0.1.0"
__all__ = [
    "GenerateError",
    "Pipeline",
    "generate_data",
    "generate_taxonomy",
    "mix_datasets",
    "postprocess",
    "taxonomy_to_samples",
]

_HOMES = {
    "Pipeline": "sdg_flows.api.pipeline",
    "generate_data": "sdg_flows.api.generating",
    "generate_taxonomy": "sdg_flows.api.generating",
    "mix_datasets": "sdg_flows.outputs.mixing.mix",
    "postprocess": "sdg_flows.api.postprocessing",
    "taxonomy_to_samples": "sdg_flows.api.samples",
}


def __getattr__(name: str) -> object:
    """Import a public name when it is first used: the command line must not wait for Prefect to print its help."""
    if name not in _HOMES:
        raise AttributeError(f"module 'sdg_flows' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
