"""Prompts and chat formats: what is asked about a row, as messages or as one text."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal, Protocol, TypeAlias

from pydantic import BeforeValidator, PositiveInt, ValidationInfo, field_validator

from sdg_flows.core.templates import RenderError, TextTemplate

Role: TypeAlias = Literal["system", "user", "assistant"]

Message: TypeAlias = dict[str, str]
"""A chat message: its `role` and its `content`."""

_TAKEN_OUT = "…"
"""What stands in a prompt for a tag that a value held; what is left around it can be no tag."""
_BRACKETED = re.compile(r"[\[<{(].*\w.*[\]>})]", re.DOTALL)


class Turn(TextTemplate):
    """One message of a prompt that is a conversation."""

    role: Role


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

    def render_messages(self, values: Mapping[str, Any]) -> tuple[Message, ...]:
        """Return the messages to send; a turn whose text is empty is left out.

        Tags in brackets that the answer will be read by are taken out of the values, however they are nested: a text
        that is asked about cannot give its own answer for the model to repeat.

        Raises:
            RenderError: a text cannot be rendered, or no user message is left at the end.
        """
        said = {name: self._without_tags(values.get(name)) for name in self.variables}
        if not self.turns:
            return ({"role": "user", "content": self.render(said)},)
        rendered = ({"role": turn.role, "content": turn.render(said)} for turn in self.turns)
        messages = tuple(message for message in rendered if message["content"])
        if not messages or messages[-1]["role"] != "user":
            raise RenderError("the conversation does not end with a user message")
        return messages

    def _without_tags(self, value: Any) -> Any:  # noqa: ANN401  the cell of a row
        if isinstance(value, list):
            return [self._without_tags(one) for one in value]
        if isinstance(value, dict):
            return {name: self._without_tags(one) for name, one in value.items()}
        if not isinstance(value, str):
            return value
        for tag in (*self.start_tags, *self.end_tags):
            if _BRACKETED.fullmatch(tag):
                value = value.replace(tag, _TAKEN_OUT)
        return value

    def check_tags(self, columns: int) -> None:
        """Raise ValueError when answers to this prompt cannot fill so many columns by tags."""
        starts, ends = len(self.start_tags), len(self.end_tags)
        if min(starts, ends) < columns:
            raise ValueError(
                f"the prompt file has {starts} start_tags and {ends} end_tags for {columns} output_cols; give one pair "
                f'for each, [""] and [""] for the whole answer, or a parsing_pattern in parser_kwargs'
            )


class ChatFormat(TextTemplate):
    """A chat format: how messages become one text for /v1/completions."""

    name: str

    @field_validator("source")
    @classmethod
    def _reads_messages_only(cls, source: str) -> str:
        unknown = TextTemplate(source=source).variables - {"messages", "prompt", "add_generation_prompt"}
        if unknown:
            raise ValueError(f"a chat format reads messages, prompt and add_generation_prompt; found {sorted(unknown)}")
        return source

    def wrap(self, messages: Sequence[Message]) -> str:
        """Return the text of a conversation; `prompt` in the source is the text of all messages."""
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
        """Return the chat format in force: the run's family, else the block's, else None for chat messages."""
        ...

    def scaled_draws(self) -> int:
        """Return what `n: scaled` stands for; ValueError when the run does not say."""
        ...


def flow_files(info: ValidationInfo) -> FlowFiles:
    """Return the files of the flow file being loaded; ValueError outside the loader."""
    if info.context is None:
        raise ValueError("a path can be given only in a flow file")
    return info.context["files"]


def _prompt(value: object, info: ValidationInfo) -> object:
    return flow_files(info).prompt(value) if isinstance(value, str) else value


PromptFile = Annotated[Prompt, BeforeValidator(_prompt, json_schema_input_type=str)]
"""A field that is a path in the flow file and a `Prompt` in the block."""
