"""Sandboxed Jinja2 templates whose variables are known before they are rendered."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any

from jinja2 import StrictUndefined, Template, TemplateSyntaxError, meta, nodes
from jinja2.exceptions import SecurityError, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Namespace
from pydantic import BaseModel, ConfigDict, field_validator

from sdg_flows.core.errors import did_you_mean, listed

MAX_RENDERED = 1_048_576
"""Characters; a longer prompt is refused for its row."""


FILTERS = (
    *("capitalize", "d", "default", "e", "escape", "first", "float", "int", "items", "join", "last", "length", "list"),
    *("lower", "map", "max", "min", "reject", "rejectattr", "replace", "reverse", "round", "select", "selectattr"),
    *("sort", "string", "sum", "title", "tojson", "trim", "truncate", "unique", "upper", "wordcount"),
)
"""The filters of a prompt: those that cannot make a text much longer than what they are given."""

_GLOBALS = {"namespace": Namespace}
_GROWING_METHODS = frozenset(
    {"join", "replace", "center", "expandtabs", "format", "format_map", "ljust", "rjust", "zfill"}
)


def _replace(text: str, old: str, new: str) -> str:
    return _checked_size(len(text) + text.count(old) * len(new), lambda: text.replace(old, new))


def _join(values: Iterable[object], separator: str = "") -> str:
    texts = [str(value) for value in values]
    return _checked_size(sum(map(len, texts)) + len(texts) * len(separator), lambda: separator.join(texts))


def _checked_size(size: int, text: Callable[[], str]) -> str:
    if size > MAX_RENDERED:
        raise SecurityError(f"a text longer than {MAX_RENDERED} characters is made in a prompt")
    return text()


class RenderError(ValueError):
    """A template could not be rendered for a row; the text says why."""


class _Sandbox(ImmutableSandboxedEnvironment):
    """A sandbox in which a template can read values and little else."""

    intercepted_binops = frozenset({"*", "**", "%"})

    def __init__(self) -> None:
        super().__init__(undefined=StrictUndefined, autoescape=False)
        self.globals = dict(_GLOBALS)
        self.filters = {name: self.filters[name] for name in FILTERS} | {"replace": _replace, "join": _join}

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:  # noqa: ANN401  Jinja's signature
        return attr not in _GROWING_METHODS and super().is_safe_attribute(obj, attr, value)

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:  # noqa: ANN401  Jinja's signature
        if isinstance(left, int | float) and isinstance(right, int | float) and operator != "**":
            return super().call_binop(context, operator, left, right)
        raise SecurityError(f"{operator!r} works on numbers only in a prompt")


_SANDBOX = _Sandbox()


@lru_cache(maxsize=256)
def _compiled(source: str) -> Template:
    return _SANDBOX.from_string(source)


@lru_cache(maxsize=256)
def _names(source: str) -> tuple[frozenset[str], frozenset[str]]:
    tree = _SANDBOX.parse(source)
    guarded = {
        test.node.name
        for test in tree.find_all((nodes.Test, nodes.Filter))
        if test.name in {"defined", "undefined", "default", "d"} and isinstance(test.node, nodes.Name)
    }
    used = frozenset(meta.find_undeclared_variables(tree) - _GLOBALS.keys())
    return used, used & guarded


def _said_of(error: TemplateSyntaxError) -> str:
    """Return what is wrong with a template; for an unknown filter, with the nearest one and all of them."""
    unknown = re.fullmatch(r"No filter named '(.+)'\.", error.message or "")
    if unknown is None:
        return str(error.message)
    return f"there is no filter {unknown[1]!r}.{did_you_mean(unknown[1], FILTERS)} Filters: {listed(FILTERS)}."


_FAULTS = (TemplateError, TypeError, ValueError, ArithmeticError, LookupError, AttributeError, RecursionError)
"""What an expression of a template may raise."""


class TextTemplate(BaseModel):
    """A Jinja2 source, checked for syntax when made."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    source: str

    @field_validator("source")
    @classmethod
    def _parses(cls, source: str) -> str:
        try:
            _names(source)
        except TemplateSyntaxError as error:
            raise ValueError(f"template line {error.lineno}: {_said_of(error)}") from error
        return source

    @property
    def variables(self) -> frozenset[str]:
        """Return every variable the template reads."""
        return _names(self.source)[0]

    @property
    def required(self) -> frozenset[str]:
        """Return the variables it reads without an `is defined` or `default` guard."""
        used, guarded = _names(self.source)
        return used - guarded

    def render(self, values: Mapping[str, Any]) -> str:
        """Return the text, stripped. A null value counts as missing.

        Raises:
            RenderError: a variable is missing, an expression fails, or the text is longer than `MAX_RENDERED`.
        """
        present = {name: values[name] for name in self.variables if values.get(name) is not None}
        pieces: list[str] = []
        size = 0
        try:
            for piece in _compiled(self.source).generate(present):
                size += len(piece)
                if size > MAX_RENDERED:
                    raise RenderError(f"the rendered prompt is longer than {MAX_RENDERED} characters")
                pieces.append(piece)
        except _FAULTS as error:
            raise RenderError(str(error)) from error
        return "".join(pieces).strip()
