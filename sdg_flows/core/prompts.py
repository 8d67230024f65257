"""Prompts and chat formats: sandboxed Jinja2 templates whose variables are known before they are rendered."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Annotated, Any, Literal, Protocol, TypeAlias

from jinja2 import StrictUndefined, Template, TemplateSyntaxError, meta, nodes
from jinja2.exceptions import SecurityError, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Namespace
from pydantic import BaseModel, BeforeValidator, ConfigDict, PositiveInt, ValidationInfo, field_validator

Message: TypeAlias = dict[str, str]
"""A chat message: its `role` and its `content`."""

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


def _replaced(text: str, old: str, new: str) -> str:
    return _within(len(text) + text.count(old) * len(new), lambda: text.replace(old, new))


def _joined(values: Iterable[object], separator: str = "") -> str:
    texts = [str(value) for value in values]
    return _within(sum(map(len, texts)) + len(texts) * len(separator), lambda: separator.join(texts))


def _within(size: int, text: Callable[[], str]) -> str:
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
        self.filters = {name: self.filters[name] for name in FILTERS} | {"replace": _replaced, "join": _joined}

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


class TextTemplate(BaseModel):
    """A Jinja2 source, checked for syntax when made."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    source: str

    @field_validator("source")
    @classmethod
    def _parses(cls, source: str) -> str:
        try:
            _SANDBOX.parse(source)
        except TemplateSyntaxError as error:
            raise ValueError(f"template line {error.lineno}: {error.message}") from error
        return source

    @property
    def variables(self) -> frozenset[str]:
        """Give every variable the template reads."""
        return _names(self.source)[0]

    @property
    def required(self) -> frozenset[str]:
        """Give the variables it reads without an `is defined` or `default` guard."""
        used, guarded = _names(self.source)
        return used - guarded

    def render(self, values: Mapping[str, Any]) -> str:
        """Give the text, stripped. A null value counts as missing.

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
        except (TemplateError, TypeError, ValueError, ArithmeticError, OverflowError, LookupError) as error:
            raise RenderError(str(error)) from error
        return "".join(pieces).strip()


class Turn(TextTemplate):
    """One message of a prompt that is a conversation."""

    role: Literal["system", "user", "assistant"]


class Prompt(TextTemplate):
    """A prompt file: one template that becomes a user message, or `turns`; and the tags its answers are read by.

    With `turns`, `source` is their text. `num_samples` is what the variable of that name stands for when neither the
    block nor the row says.

    Source: InstructLab prompt configs (`system, introduction, principles, examples, generation`, joined into one
    template) and those of sdg_hub (a list of messages).
    """

    turns: tuple[Turn, ...] = ()
    start_tags: tuple[str, ...] = ()
    end_tags: tuple[str, ...] = ()
    num_samples: PositiveInt | None = None

    def conversation(self, values: Mapping[str, Any]) -> tuple[Message, ...]:
        """Give the messages to send; a turn whose text is empty is left out.

        Raises:
            RenderError: a text cannot be rendered, or no user message is left at the end.
        """
        if not self.turns:
            return ({"role": "user", "content": self.render(values)},)
        rendered = ({"role": turn.role, "content": turn.render(values)} for turn in self.turns)
        messages = tuple(message for message in rendered if message["content"])
        if not messages or messages[-1]["role"] != "user":
            raise RenderError("the conversation does not end with a user message")
        return messages

    def refuse_too_few_tags(self, columns: int) -> None:
        """Raise ValueError when answers to this prompt cannot fill so many columns by tags."""
        starts, ends = len(self.start_tags), len(self.end_tags)
        if min(starts, ends) < columns:
            raise ValueError(
                f"the prompt file has {starts} start_tags and {ends} end_tags for {columns} output_cols; give one pair "
                f'for each, [""] and [""] for the whole answer, or a parsing_pattern in parser_kwargs'
            )

    def single_braces(self, columns: Sequence[str]) -> tuple[str, ...]:
        """Give the columns that the template names in single braces, which Jinja2 leaves as they are."""
        found = set(re.findall(r"(?<!\{)\{(\w+)\}(?!\})", self.source))
        return tuple(name for name in columns if name in found)


class ChatFormat(TextTemplate):
    """A chat format: how messages become one text for /v1/completions."""

    name: str

    @field_validator("source")
    @classmethod
    def _reads_messages_only(cls, source: str) -> str:
        unknown = _names(source)[0] - {"messages", "prompt", "add_generation_prompt"}
        if unknown:
            raise ValueError(f"a chat format reads messages, prompt and add_generation_prompt; found {sorted(unknown)}")
        return source

    def wrap(self, messages: Sequence[Message]) -> str:
        """Give the text of a conversation; `prompt` in the source is the text of all messages."""
        prompt = "\n\n".join(message["content"] for message in messages)
        return self.render({"messages": list(messages), "prompt": prompt, "add_generation_prompt": True})


class FlowFiles(Protocol):
    """What the settings of a block may refer to; the loader gives it while a flow file becomes blocks."""

    def prompt(self, path: str) -> Prompt:
        """Read a prompt file, its path relative to the flow file."""
        ...

    def mapping(self, path: str) -> dict[str, Any]:
        """Read a YAML file that holds a mapping, its path relative to the flow file."""
        ...

    def chat_format(self, block_family: str | None) -> ChatFormat | None:
        """Give the chat format in force: the run's family, else the block's, else None for chat messages."""
        ...

    def instructions(self) -> int:
        """Give what `n: scaled` stands for; ValueError when the run does not say."""
        ...


def flow_files(info: ValidationInfo) -> FlowFiles:
    """Give the files of the flow file being loaded; ValueError outside the loader."""
    if info.context is None:
        raise ValueError("a path can be given only in a flow file")
    return info.context["files"]


def _prompt(value: object, info: ValidationInfo) -> object:
    return flow_files(info).prompt(value) if isinstance(value, str) else value


PromptFile = Annotated[Prompt, BeforeValidator(_prompt, json_schema_input_type=str)]
"""A field that is a path in the flow file and a `Prompt` in the block."""
