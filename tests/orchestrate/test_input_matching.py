import pyarrow as pa
import pytest

from sdg_flows.blocks import BLOCKS
from sdg_flows.core.errors import ColumnsError
from sdg_flows.core.pipeline import Pipeline, PlacedBlock
from sdg_flows.orchestrate.input_matching import job_names, match_pipeline, match_tables


def needing(**columns):
    """Return pipelines by name, each of one block that needs a column."""
    return {
        name: Pipeline(
            name, f"{name}.yaml", (PlacedBlock(BLOCKS["DropDuplicatesBlock"](name="once", cols=(column,)), "1"),)
        )
        for name, column in columns.items()
    }


def tables(**columns):
    return {name: pa.table({column: pa.array([], pa.string()) for column in of}) for name, of in columns.items()}


LEAVES = tables(knowledge=["document"], grounded_skills=["seed", "context"], freeform_skills=["seed"])


def test_pipelines_and_leaves_of_one_name_belong_together():
    suite = needing(knowledge="document", freeform_skills="seed", other="document")

    assert match_tables(suite, LEAVES) == [("knowledge", "knowledge"), ("freeform_skills", "freeform_skills")]


@pytest.mark.parametrize(
    ("column", "kinds"),
    [("document", ["knowledge"]), ("seed", ["grounded_skills", "freeform_skills"]), ("context", ["grounded_skills"])],
)
def test_a_flow_file_of_another_name_takes_the_leaves_that_have_its_columns(column, kinds):
    assert match_tables(needing(mine=column), LEAVES) == [("mine", kind) for kind in kinds]


def test_a_flow_file_that_fits_no_leaves_is_refused():
    with pytest.raises(
        ColumnsError, match=r"mine needs prompt\. .* --input\. .*: knowledge has document; grounded_skills has"
    ):
        match_tables(needing(mine="prompt"), LEAVES)


def test_a_table_is_for_the_one_pipeline_that_fits_it():
    assert match_pipeline(needing(a="document", b="seed"), LEAVES["freeform_skills"]) == "b"


@pytest.mark.parametrize(("column", "count"), [("document", "2"), ("seed", "none")])
def test_a_table_for_none_or_several_pipelines_is_refused(column, count):
    there = tables(it=[column])["it"]

    with pytest.raises(ColumnsError, match=rf"which fit {count} of the pipelines \(a needs document; b needs document"):
        match_pipeline(needing(a="document", b="document"), there)


def test_a_table_for_several_pipelines_goes_to_the_default():
    assert match_pipeline(needing(a="document", b="document"), LEAVES["knowledge"], "b") == "b"


def test_a_job_has_the_name_of_its_pipeline_and_of_its_leaves_where_there_are_several():
    pairs = [("mine", "grounded_skills"), ("mine", "freeform_skills"), ("other", "knowledge")]

    assert job_names(pairs) == ["mine of grounded_skills", "mine of freeform_skills", "other"]
