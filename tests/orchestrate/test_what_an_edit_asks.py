import pytest

from inputs.leaves import knowledge_yaml, write_leaf
from orchestrate.counting_teacher import answer_to
from orchestrate.project import rows_decide, seeds

KNOWLEDGE = r"""
version: "1.0"
blocks:
  - name: ask_about_documents      # document, icl_query_1 in; question added
    type: LLMBlock
    config: {config_path: knowledge_question.yaml, output_cols: [question]}
"""
ABOUT_DOCUMENTS = """
system: null
introduction: null
principles: null
examples: null
generation: "{{ document }} {{ icl_query_1 }}"
start_tags: ["<question>"]
end_tags: ["</question>"]
"""


def test_an_edited_prompt_asks_the_requests_of_its_own_block_only(project, teacher):
    project.run()
    project.edit("response.yaml", "Respond to", "Reply briefly to")
    project.run()

    assert [prompt.split(" What")[0] for prompt in teacher.prompts[38:]] == ["Reply briefly to"] * 19


@pytest.mark.parametrize(
    ("file", "old", "new", "other_rows"),
    [
        ("flow.yaml", "Answer: (.*?)", "(Answer: .*?)", True),
        ("question.yaml", '"<question>"', '"<no such tag>"', True),
        ("flow.yaml", "filter_value: 1", "filter_value: 4", True),
        ("flow.yaml", "name: write_questions", "name: invent_questions", False),
        ("flow.yaml", "name: write_responses", "name: invent_responses", False),
    ],
    ids=["pattern", "start tag", "filter value", "name of the first block", "name of the second block"],
)
def test_an_edit_of_how_answers_are_read_asks_nothing(project, teacher, file, old, new, other_rows):
    before = project.run()
    project.edit(file, old, new)
    after = project.run()

    assert len(teacher.exchanges) == 38
    assert (rows_decide(after)["train.jsonl"] != rows_decide(before)["train.jsonl"]) is other_rows


def test_an_input_row_more_asks_its_own_requests_only(project, teacher):
    project.run()
    project.write_seeds([*seeds(20), {"seed_question": "What is new?", "seed_response": "This."}])
    project.run()

    asked = "Write a question like What is new?"
    question = answer_to(asked).partition("</question>")[0].removeprefix("<question>")
    assert teacher.prompts[38:] == [asked, f"Respond to {question}"]


def test_a_document_more_asks_about_that_document_only(project, teacher):
    leaf = write_leaf(project.folder / "taxonomy", "knowledge/tides", knowledge_yaml()).parent
    (leaf / "springs.md").write_text("Spring tides come at full moon.")
    flow = project.write("knowledge.yaml", KNOWLEDGE)
    project.write("knowledge_question.yaml", ABOUT_DOCUMENTS)
    taxonomy = {"pipeline": str(flow), "input": None, "taxonomy": str(project.folder / "taxonomy")}

    project.run(**taxonomy)
    (leaf / "neaps.md").write_text("Neap tides come at half moon.")
    project.run(**taxonomy)

    assert teacher.prompts == ["Spring tides come at full moon. q0", "Neap tides come at half moon. q0"]
