import pytest

from sdg_flows.flowfile.load import load

STEP = "{name: drop, type: DropColumnsBlock, config: {cols: [x]}}"


@pytest.mark.parametrize("version", ['"1.0"', '"0.9"', '"0.5"', "1.0 # unquoted"])
def test_versions_up_to_ours_are_read_c091(flow, version):
    assert [block.name for block in load(flow(STEP, top=f"version: {version}")).blocks] == ["drop"]


def test_an_unquoted_version_is_warned_of_c091(flow):
    path = flow(STEP, top="version: 1.0")

    assert load(path).warnings == (f'{path}:1: version 1.0 is a number; write "1.0".',)


@pytest.mark.parametrize(
    ("version", "said"),
    [
        ('version: "2.0"', "version '2.0' has a future major version; expected 1.x."),
        ("version: 2.0", "version '2.0' has a future major version; expected 1.x."),
        ('version: "1"', 'version is \'1\'; expected "MAJOR.MINOR", such as "1.0".'),
        ("version: 1", 'version is 1; expected "MAJOR.MINOR", such as "1.0".'),
        ('version: "1.0.0"', 'version is \'1.0.0\'; expected "MAJOR.MINOR", such as "1.0".'),
        ("version: null", 'version is None; expected "MAJOR.MINOR", such as "1.0".'),
        ("version: true", 'version is True; expected "MAJOR.MINOR", such as "1.0".'),
        ("# none", 'version is missing; expected version: "1.0".'),
    ],
)
def test_other_versions_are_refused_c091(flow, refusals, version, said):
    (line,) = refusals(flow(STEP, top=version))

    assert line.split(": ", 1)[1] == said


def test_nothing_else_is_said_about_a_file_of_a_future_major_version_c091(write, refusals):
    assert refusals(write("flow.yaml", 'version: "2.0"\nsteps: []\n')) == [
        "flow.yaml:1: version '2.0' has a future major version; expected 1.x."
    ]


def test_a_newer_minor_version_is_read_without_what_is_not_known_c091(flow):
    path = flow(
        "{name: drop, type: DropColumnsBlock, config: {cols: [x], tint: blue}, after: {}}",
        top='version: "1.1"\nauthor: me',
    )

    pipeline = load(path)
    assert [block.settings for block in pipeline.blocks] == [{"cols": ["x"]}]
    assert pipeline.warnings == (
        f"{path}:1: version '1.1' is newer than 1.0; settings that are not known are ignored.",
        f"{path}:2: a flow file has no key 'author'; it is ignored.",
        f"{path}:4: step 'drop' has no key 'after'; it is ignored.",
        f"{path}:4: block 'drop' (DropColumnsBlock) has no setting 'tint'; it is ignored.",
    )


def test_a_newer_minor_version_may_have_settings_inside_settings(flow, ask):
    path = flow(ask("gen_kwargs: {seed: 1, best_of: 2}, flavour: x"), top='version: "1.1"')

    assert load(path).warnings[1:] == (
        f"{path}:3: block 'ask' (LLMBlock) has no setting 'gen_kwargs.best_of'; it is ignored.",
        f"{path}:3: block 'ask' (LLMBlock) has no setting 'flavour'; it is ignored.",
    )
    assert load(path).blocks[0].settings["gen_kwargs"]["seed"] == 1


def test_a_newer_minor_version_may_have_settings_beside_config(flow, ask):
    path = flow(ask().removesuffix("}") + ", model_id: m}", top='version: "1.1"')

    assert load(path).warnings[1:] == (f"{path}:3: step 'ask' has no key 'model_id'; it is ignored.",)


def test_a_newer_minor_version_is_still_refused_for_what_is_wrong(flow, refusals):
    path = flow("{name: drop, type: DropColumnsBlock, config: {tint: blue}}", top='version: "1.1"')

    assert refusals(path) == ["suite/flow.yaml:3: block 'drop' (DropColumnsBlock) needs the setting 'cols'."]
