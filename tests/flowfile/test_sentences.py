import pytest


@pytest.mark.parametrize(
    ("config", "said"),
    [
        ("columns: [a], output_col: b, seperator: x", "has no setting 'seperator'. Did you mean 'separator'?"),
        ("columns: [a]", "needs the setting 'output_col'."),
        ("columns: a, output_col: b", ": the setting 'columns' is 'a'; expected a list."),
        ("columns: [a, 1], output_col: b", ": the setting 'columns.1' is 1; expected a text."),
    ],
)
def test_a_wrong_setting_is_told_in_one_sentence_c092(flow, refusals, config, said):
    (line,) = refusals(flow(f"{{name: join, type: CombineColumnsBlock, config: {{{config}}}}}"))

    assert line == f"suite/flow.yaml:3: block 'join' (CombineColumnsBlock){said if said[0] == ':' else ' ' + said}"


def test_a_setting_inside_settings_is_named_with_the_nearest_of_its_group(flow, ask, refusals):
    assert refusals(flow(ask("gen_kwargs: {max_token: 5}"))) == [
        "suite/flow.yaml:3: block 'ask' (LLMBlock) has no setting 'gen_kwargs.max_token'. Did you mean 'max_tokens'?"
    ]


def test_a_setting_that_may_be_of_several_kinds_is_told_once_with_all_of_them(flow, ask, refusals):
    assert refusals(flow(ask("gen_kwargs: {stop: 5}"))) == [
        "suite/flow.yaml:3: block 'ask' (LLMBlock): the setting 'gen_kwargs.stop' is 5; expected a text or a list."
    ]


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("gen_kwargs: [1]", "'gen_kwargs' is [1]; expected a mapping."),
        ("gen_kwargs: {temperature: hot}", "'gen_kwargs.temperature' is 'hot'; expected a number."),
        ("gen_kwargs: {seed: 1.5}", "'gen_kwargs.seed' is 1.5; expected a whole number."),
        ("gen_kwargs: {max_tokens: 0}", "'gen_kwargs.max_tokens' is 0; expected greater than 0."),
        ("batch_kwargs: {batched: maybe}", "'batch_kwargs.batched' is 'maybe'; expected true or false."),
    ],
)
def test_what_is_expected_is_said_in_the_words_of_a_flow_file(flow, ask, refusals, setting, said):
    assert refusals(flow(ask(setting))) == [f"suite/flow.yaml:3: block 'ask' (LLMBlock): the setting {said}"]


def test_a_list_that_is_too_short_is_told_its_least_length(flow, ask, refusals):
    assert refusals(flow(ask(output_cols="[]"))) == [
        "suite/flow.yaml:3: block 'ask' (LLMBlock): the setting 'output_cols' is []; expected at least 1 of them."
    ]


def test_a_long_wrong_setting_is_shortened(flow, ask, refusals):
    (line,) = refusals(flow(ask(f"gen_kwargs: {{temperature: {'hot' * 100}}}")))

    assert len(line) < 200


def test_the_name_stands_beside_the_settings(flow, refusals):
    assert refusals(flow("{name: a, type: DropColumnsBlock, config: {cols: [x], name: b}}")) == [
        "suite/flow.yaml:3: block 'a' (DropColumnsBlock) has its name beside 'config', not in it."
    ]


def test_what_a_block_refuses_itself_is_told_in_its_own_words(flow, refusals):
    config = "{filter_column: c, filter_value: 1, operation: add}"
    (line,) = refusals(flow(f"{{name: a, type: FilterByValueBlock, config: {config}}}"))

    assert line.startswith("suite/flow.yaml:3: block 'a' (FilterByValueBlock), setting 'operation': no operation 'add'")
