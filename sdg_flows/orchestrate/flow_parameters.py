"""The types of the flow's parameters, from which Prefect makes the form of a run: choices where there are few."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import Field

SuiteName: TypeAlias = Literal[
    "simple", "full", "llama", "routed", "improve", "eval", "annotation/emotion", "nemotron", "instruct", "rephrase"
]
"""The suites that travel in the package. Those of others are named by hand."""
RunnerName: TypeAlias = Literal["local", "dask", "ray"]
TeacherName: TypeAlias = Literal["offline"]

SuiteOrPath: TypeAlias = (
    Annotated[SuiteName, Field(title="choose")] | Annotated[str, Field(title="name or path of your own")]
)
TeacherOrFile: TypeAlias = Annotated[TeacherName, Field(title="choose")] | Annotated[str, Field(title="file")]
