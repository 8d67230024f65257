"""The types of the flow's parameters, from which Prefect makes the form of a run."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import Field

SuiteName: TypeAlias = Literal[
    "simple", "full", "llama", "routed", "improve", "eval", "annotation/emotion", "nemotron", "instruct", "rephrase"
]
"""The suites of this package, which the form offers as choices. Others are typed in."""
RunnerName: TypeAlias = Literal["local", "dask", "ray"]
TeacherName: TypeAlias = Literal["offline"]

SuiteOrPath: TypeAlias = (
    Annotated[SuiteName, Field(title="choose")] | Annotated[str, Field(title="name or path of your own")]
)
TeacherOrFile: TypeAlias = Annotated[TeacherName, Field(title="choose")] | Annotated[str, Field(title="file")]
