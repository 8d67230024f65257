from __future__ import annotations

from sdg_flows.core.errors import did_you_mean, listed
from sdg_flows.core.prompts import ChatFormat
from sdg_flows.flowfile.places import flows_root
from sdg_flows.flowfile.text_file import text_of


def families() -> tuple[str, ...]:
    """Give the model families that have a chat format, sorted."""
    return tuple(sorted(path.stem for path in (flows_root() / "chat_formats").glob("*.jinja")))


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
    return ChatFormat(name=family, source=text_of(flows_root() / "chat_formats" / f"{family}.jinja"))
