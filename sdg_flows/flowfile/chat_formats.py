from __future__ import annotations

from pathlib import Path

from sdg_flows.core.errors import did_you_mean, listed
from sdg_flows.core.prompts import ChatFormat
from sdg_flows.flowfile.flow_text import flow_text
from sdg_flows.flowfile.places import flows_root
from sdg_flows.flowfile.text_file import read_text


def families() -> dict[str, Path]:
    """Return the file of each model family's chat format; `also.yaml` names those that share another one's."""
    folder = flows_root() / "chat_formats"
    own = {path.stem: path for path in folder.glob("*.jinja")}
    return own | {family: own[shared] for family, shared in flow_text(folder / "also.yaml").value.items()}


def chat_format(family: str) -> ChatFormat:
    """Read the chat format of a model family.

    Raises:
        ValueError: there is none.
    """
    known = families()
    if family not in known:
        raise ValueError(
            f"there is no model family {family!r}.{did_you_mean(family, known)} Families: {listed(known)}."
        )
    return ChatFormat(name=family, source=read_text(known[family]))
