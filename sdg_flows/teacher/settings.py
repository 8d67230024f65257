"""Settings of the teacher: the teacher file, flags and environment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, PositiveFloat, PositiveInt, ValidationError

from sdg_flows.core.errors import SettingsError, did_you_mean, did_you_mean_file, listed
from sdg_flows.teacher.budget import Price
from sdg_flows.teacher.endpoint_address import check_address
from sdg_flows.yamltext.reader import YamlProblem, read_yaml

MAX_IN_FLIGHT = 512
DEADLINE = 600.0
PROMPTS_A_REQUEST = 32
DEFAULT_KEY_ENV = "OPENAI_API_KEY"
NO_KEY = "none"
"""Sent as the key when its environment variable is not set; servers without keys take any."""


class EndpointSettings(BaseModel):
    """How one endpoint is asked, what it costs, and where its key is: in the environment or a Prefect Secret block.

    Without `share_limit`, the limit is shared where the user's cache folder allows it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    model: str | None = None
    max_in_flight: PositiveInt = MAX_IN_FLIGHT
    deadline: PositiveFloat = DEADLINE
    prompts_a_request: PositiveInt = PROMPTS_A_REQUEST
    share_limit: bool | None = None
    price: Price | None = None
    key_env: str = DEFAULT_KEY_ENV
    key_block: str | None = None

    @property
    def key_place(self) -> str:
        """Return where the key comes from."""
        return self.key_env if self.key_block is None else f"the Secret block {self.key_block!r}"


class NamedEndpoint(EndpointSettings):
    """An endpoint that blocks ask by its name."""

    endpoint: str


class TeacherSettings(EndpointSettings):
    """Which endpoints are asked, by the teacher file, the command line and the environment. Holds no key.

    ```yaml
    endpoint: http://localhost:8000/v1   # none: the offline teacher, who then answers for all named ones too
    model: mixtral-8x7b                  # none: the one that the endpoint serves
    max_in_flight: 256                   # most requests at one time; how many there are is found by trying
    deadline: 600                        # seconds for one attempt in all
    prompts_a_request: 32                # most texts in one request to /v1/completions; 1: no lists
    share_limit: true                    # max_in_flight is for all processes here that ask it with this key together
    price: {prompt: 0.5, completion: 1.5}  # US dollars for a million tokens, for --budget 25usd
    key_env: TEAM_API_KEY                # the environment variable with the key (default: OPENAI_API_KEY)
    key_block: team-key                  # or the Prefect Secret block with it, which goes before the variable
    endpoints:                           # further ones, for blocks that name one with `teacher: judge`
      judge:
        endpoint: http://other:8000/v1   # what is above may stand here too
        key_env: JUDGE_API_KEY
    ```
    """

    endpoint: str | None = None
    endpoints: Mapping[str, NamedEndpoint] = Field(default_factory=dict[str, NamedEndpoint])

    @property
    def key_blocks(self) -> tuple[str, ...]:
        """Return the names of the Secret blocks that hold keys."""
        return tuple(sorted({one.key_block for one in (self, *self.endpoints.values()) if one.key_block is not None}))


def check_names(settings: TeacherSettings, names: Iterable[str]) -> None:
    """Refuse names of teachers that blocks use and the teacher file does not have; offline, every name is known.

    Raises:
        SettingsError: one sentence for each unknown name.
    """
    if settings.endpoint is None:
        return
    unknown = sorted(set(names) - settings.endpoints.keys())
    if unknown:
        raise SettingsError("\n".join(unknown_teacher_message(name, settings.endpoints) for name in unknown))


def with_named_as_default(settings: TeacherSettings, name: str, file: str) -> TeacherSettings:
    """Return settings in which a named endpoint is the run's own; all names go on meaning what they mean.

    Raises:
        SettingsError: the file has none of that name.
    """
    if name not in settings.endpoints:
        near = did_you_mean(name, settings.endpoints)
        raise SettingsError(f"{file}: has no endpoint {name!r}.{near} There: {listed(settings.endpoints)}.")
    return TeacherSettings(**settings.endpoints[name].model_dump(), endpoints=settings.endpoints)


def unknown_teacher_message(name: str, known: Iterable[str]) -> str:
    """Return the error for a block that asks for a teacher that is not there."""
    names = list(known)
    return (
        f"a block asks the teacher {name!r}, which the teacher file does not have under endpoints."
        f"{did_you_mean(name, names)} There: {listed(names)}."
    )


def read_teacher_file(path: Path) -> TeacherSettings:
    """Read a teacher file.

    Raises:
        SettingsError: the file cannot be read or has a setting that is not known or not of its type.
    """
    try:
        marked = read_yaml(path.read_text(encoding="utf-8"), str(path))
        return TeacherSettings.model_validate(marked.value or {})
    except FileNotFoundError as error:
        raise SettingsError(f"{path}: no such teacher file.{did_you_mean_file(path.name, _beside(path))}") from error
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: cannot be read as a teacher file ({error})") from error
    except YamlProblem as error:
        raise SettingsError(f"{path}:{error.line}: {error.text}") from error
    except ValidationError as error:
        raise SettingsError("\n".join(_sentence(path, dict(one)) for one in error.errors())) from error


def _beside(path: Path) -> list[str]:
    return [file.name for file in path.parent.glob("*.yaml")]


def settings_from(file: Path | None, chosen: Mapping[str, object], environment: Mapping[str, str]) -> TeacherSettings:
    """Return the settings in force: what was chosen, over the file, over `OPENAI_BASE_URL`. A null choice is none.

    Raises:
        SettingsError: the file or a choice cannot be used, or the address is none or holds a password.
    """
    base = read_teacher_file(file) if file else TeacherSettings()
    told = {"endpoint": environment.get("OPENAI_BASE_URL") or None}
    layers = (told, base.model_dump(exclude_unset=True), chosen)
    merged = {name: value for layer in layers for name, value in layer.items() if value is not None}
    try:
        settings = TeacherSettings.model_validate(merged)
    except ValidationError as error:
        raise SettingsError("\n".join(_sentence("the teacher", dict(one)) for one in error.errors())) from error
    _check_address(settings)
    return settings


def _check_address(settings: TeacherSettings) -> None:
    for name, named in settings.endpoints.items():
        check_address(named.endpoint, f"endpoints.{name}.endpoint", named.key_place)
    if settings.endpoint is not None:
        check_address(settings.endpoint, "--endpoint", settings.key_place)
    elif settings.model is not None:
        raise SettingsError(f"--model: names {settings.model!r}, but there is no endpoint to ask; give --endpoint")
    elif settings.key_block is not None:
        raise SettingsError("--key-block: names a Secret block, but there is no endpoint to ask; give --endpoint")


def _sentence(path: Path | str, problem: Mapping[str, object]) -> str:
    place = problem["loc"]
    name = ".".join(map(str, place)) if isinstance(place, tuple) else str(place)
    if problem["type"] == "extra_forbidden":
        known = TeacherSettings.model_fields if "." not in name else NamedEndpoint.model_fields
        near = did_you_mean(name.rpartition(".")[2], known)
        if not near and "key" in name:
            near = " A key stands in no file; key_env names the environment variable that has it."
        return f"{path}: a teacher has no setting {name!r}.{near} Known: {listed(known)}."
    return f"{path}: {name}: {problem['msg']}; found {problem['input']!r}."
