"""Every error of ours, as one small tree.

GenerateError
├── Refused              2   nothing was asked: the user's files or settings are wrong
│   ├── FlowFileError        a flow file, prompt file or chat format
│   ├── ColumnsError         a block needs a column that is not there
│   ├── InputError           a taxonomy, document or table
│   └── SettingsError        a command-line value or an environment variable
├── ContractError        75  a block returned a table other than it declared
├── TeacherStopped       4   the teacher refuses us for good: the key is wrong or the quota is used up
│   └── BudgetSpent      75  what the user allowed to be spent is spent; the same command resumes
├── EndpointDown         75  the endpoint gives no replies, or mostly failures; the same command resumes
├── ClusterDown          75  the workers of a cluster cannot be reached, or were lost again and again
├── WorkDirInUse         5   another run holds the work directory
├── DiskError            74  the work or output directory cannot be written
└── Interrupted          130, 143  a signal stopped the run; what was answered is kept

The number is the exit code. A message says where, what was found, what was expected, and the nearest right thing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import PurePath


class GenerateError(Exception):
    """Anything that ends a run with a message instead of a traceback."""

    exit_code: int = 75


class Refused(GenerateError):  # noqa: N818  a refusal is the field's word, and it is an error by its parent
    """The run was refused before anything was asked."""

    exit_code = 2


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong, at one place in a file."""

    file: str
    line: int | None
    text: str

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        return f"{place}: {self.text}"


class ProblemsError(Refused):
    """Everything that is wrong with what the user gave, found in one pass."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))

    @classmethod
    def at(cls, file: str, line: int | None, text: str) -> ProblemsError:
        """Return the error for a single problem."""
        return cls([Problem(file, line, text)])


class FlowFileError(ProblemsError):
    """A flow file, prompt file or chat format cannot be used as written."""


class InputError(ProblemsError):
    """A taxonomy, document or table cannot be used as written."""


class ColumnsError(Refused):
    """A block needs a column that no input or earlier block gives."""


class SettingsError(Refused):
    """A command-line value, environment variable or flow parameter cannot be used."""


class ContractError(GenerateError):
    """A block returned a table other than the one it declared."""


class TeacherStopped(GenerateError):  # noqa: N818  named for what happened, as in the design
    """The teacher will not answer any more; what was answered before is in the answer store."""

    exit_code = 4


class EndpointDown(GenerateError):  # noqa: N818  named for what is the case
    """The endpoint gives no replies, or mostly failures; the same command resumes when it is back."""


class ClusterDown(GenerateError):  # noqa: N818  named for the state of things
    """The workers of a cluster cannot be reached, or were lost again and again."""


class WorkDirInUse(GenerateError):  # noqa: N818  named for what is the case
    """Another run holds the work directory."""

    exit_code = 5


class DiskError(GenerateError):
    """The work directory or the output directory cannot be written."""

    exit_code = 74


class Interrupted(GenerateError):  # noqa: N818  named for what happened
    """The user or the system stopped the run; every answer that came is kept."""

    def __init__(self, signal_number: int) -> None:
        self.exit_code = 128 + signal_number
        super().__init__(
            "stopped; every answer that came is kept, and the same command (without --fresh) goes on from here"
        )


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return ` Did you mean 'x'?` for the nearest known name, or an empty text when none is near."""
    near = get_close_matches(name, list(known), n=1, cutoff=0.6)
    return f" Did you mean {near[0]!r}?" if near else ""


def did_you_mean_file(name: str, known: Iterable[str]) -> str:
    """Return the same for the nearest file: names are not near for having the same suffix."""
    stems = {PurePath(one).stem: one for one in known}
    near = get_close_matches(PurePath(name).stem, stems, n=1, cutoff=0.6)
    return f" Did you mean {stems[near[0]]!r}?" if near else ""


def listed(names: Iterable[str]) -> str:
    """Return names as they stand in a message: sorted, separated by commas, `none` when there are none."""
    return ", ".join(sorted(names)) or "none"
