"""The flow files and prompt files that come with the package."""

from pathlib import Path

from sdg_flows.core.pipeline import Pipeline
from sdg_flows.core.prompts import Prompt
from sdg_flows.flowfile.binding import Binding
from sdg_flows.flowfile.load import load
from sdg_flows.flowfile.prompt_file import read_prompt

ROOT = Path(__file__).resolve().parents[2] / "flows_yaml"
FLOW_FILES = sorted(
    path
    for folder in ROOT.iterdir()
    if folder.name not in ("configs", "chat_formats")
    for path in folder.rglob("*.yaml")
    if path.name != "suite.yaml"
)
PROMPT_FILES = sorted(path for path in (ROOT / "configs").rglob("*.yaml") if path.parent.name != "classes")
JUDGES = [path for path in PROMPT_FILES if path.stem.startswith(("judge_", "rate_"))]


def name_of(path: Path) -> str:
    """Return a file's path below the folder of all flow files, without its suffix."""
    return path.relative_to(ROOT).with_suffix("").as_posix()


def pipeline_of(path: Path) -> Pipeline:
    """Return the pipeline of a flow file in which `n: scaled` stands for 2."""
    return load(path, Binding(num_instructions=2))


def prompt_of(path: Path) -> Prompt:
    """Return the prompt of a prompt file."""
    return read_prompt(path.read_text("utf-8"), path.name).prompt
