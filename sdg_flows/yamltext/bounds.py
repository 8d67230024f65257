"""What a YAML text may hold, checked on its events before anything is built from it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

from sdg_flows.yamltext.problem import YamlProblem

MAX_BYTES = 1_048_576
MAX_DEPTH = 50
MAX_ALIASES = 100
MAX_REPEATED = 1_048_576
"""Characters and nodes that aliases may repeat in all."""

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass
class _Sizes:
    """Characters and nodes so far, of the text and of each anchored node with all its aliases put in."""

    total: int = 0
    repeated: int = 0
    aliases: int = 0
    anchored: dict[str, int] = field(default_factory=dict[str, int])
    still_open: list[tuple[str | None, int]] = field(default_factory=list[tuple[str | None, int]])


def check_bounds(text: str, file: str) -> None:
    """Refuse a text that is too large, too deep, repeats too much by aliases, or has tags or a second document.

    Raises:
        YamlProblem: for the first of these that is found.
        yaml.YAMLError: the text is not YAML.
    """
    size = len(text.encode(errors="surrogatepass"))
    if size > MAX_BYTES:
        raise YamlProblem(file, None, f"the file has {size} bytes; at most {MAX_BYTES} are read")
    sizes = _Sizes()
    for event, line in _events(text, file):
        _count(event, sizes, file, line)
        if len(sizes.still_open) > MAX_DEPTH:
            raise YamlProblem(file, line, f"the YAML is nested more than {MAX_DEPTH} deep")


def _events(text: str, file: str) -> Iterator[tuple[yaml.Event, int]]:
    documents = 0
    for event in yaml.parse(text, Loader=LOADER):
        line = event.start_mark.line + 1
        documents += isinstance(event, yaml.DocumentStartEvent)
        if documents > 1:
            raise YamlProblem(file, line, "a second document starts here; one is expected in a file")
        tag = getattr(event, "tag", None)
        if tag is not None:
            raise YamlProblem(file, line, f"tag {tag!r} is not read; write the value without a tag")
        yield event, line


def _count(event: yaml.Event, sizes: _Sizes, file: str, line: int) -> None:
    if isinstance(event, yaml.AliasEvent):
        _count_alias(event, sizes, file, line)
    elif isinstance(event, yaml.CollectionStartEvent):
        sizes.still_open.append((event.anchor, sizes.total))
        sizes.total += 1
    elif isinstance(event, yaml.CollectionEndEvent):
        anchor, before = sizes.still_open.pop()
        if anchor is not None:
            sizes.anchored[anchor] = sizes.total - before
    elif isinstance(event, yaml.ScalarEvent):
        sizes.total += 1 + len(event.value)
        if event.anchor is not None:
            sizes.anchored[event.anchor] = 1 + len(event.value)


def _count_alias(event: yaml.AliasEvent, sizes: _Sizes, file: str, line: int) -> None:
    if event.anchor in {anchor for anchor, _ in sizes.still_open}:
        raise YamlProblem(file, line, f"alias *{event.anchor} stands inside what it repeats")
    if event.anchor not in sizes.anchored:
        raise YamlProblem(file, line, f"alias *{event.anchor} has no anchor &{event.anchor} before it")
    sizes.aliases += 1
    sizes.repeated += sizes.anchored[event.anchor]
    sizes.total += sizes.anchored[event.anchor]
    if sizes.aliases > MAX_ALIASES or sizes.repeated > MAX_REPEATED:
        raise YamlProblem(file, line, "aliases repeat too much; write the values out")
