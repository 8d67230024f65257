import pytest

from sdg_flows.core.errors import SettingsError
from sdg_flows.teacher.context import Context
from sdg_flows.teacher.http.served_models import ServedModels, default_model, parse_context, parse_models


@pytest.mark.parametrize(
    ("listing", "served"),
    [
        ({"data": [{"id": "a", "owned_by": "vllm"}, {"id": "b"}]}, ServedModels(("a", "b"), ("vllm",))),
        (
            {"data": [{"id": "a", "max_model_len": 8192}, {"id": "adapter", "max_model_len": None}]},
            ServedModels(("a", "adapter"), (), {"a": Context(8192, counts_max_tokens=True)}),
        ),
        ({"data": None}, ServedModels()),
        ({"data": ["a"]}, ServedModels()),
        ([], ServedModels()),
    ],
)
def test_a_listing_is_read_as_far_as_it_is_one(listing, served):
    assert parse_models(listing) == served


@pytest.mark.parametrize(
    ("props", "context"),
    [
        ({"default_generation_settings": {"n_ctx": 4096}}, Context(4096, counts_max_tokens=False)),
        ({"default_generation_settings": {}}, None),
        ({"error": "no such path"}, None),
        (None, None),
    ],
)
def test_llama_cpp_tells_the_tokens_of_a_slot(props, context):
    assert parse_context(props) == context


@pytest.mark.parametrize(
    ("model", "models", "settled"), [("", ("a",), "a"), ("a", ("a", "b"), "a"), ("adapter", (), "adapter")]
)
def test_the_default_model_is_the_one_asked_for_or_the_only_one(model, models, settled):
    assert default_model(model, ServedModels(models), "here") == settled


@pytest.mark.parametrize(
    ("model", "models", "said"),
    [("", ("a", "b"), "here: name the model"), ("mixtrl", ("mixtral",), "Did you mean 'mixtral'")],
)
def test_a_default_model_that_is_not_settled_is_refused(model, models, said):
    with pytest.raises(SettingsError, match=said):
        default_model(model, ServedModels(models), "here")


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ("http://host:8000", r"http://host:8000: lists no models\. Did you mean http://host:8000/v1\? .* --model\."),
        ("http://host:8000/v1", r"http://host:8000/v1: lists no models\. Where .* --model\."),
        ("http://host/v1/chat/completions", r"\S+: lists no models\. Did you mean http://host/v1\? .* --model\."),
    ],
)
def test_an_address_that_lists_no_models_may_lack_its_v1(where, said):
    with pytest.raises(SettingsError, match=f"^{said}$"):
        default_model("", ServedModels(), where)
