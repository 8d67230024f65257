import hashlib

from sdg_flows.flowfile.binding import Binding
from sdg_flows.flowfile.load import load

ASK = "{name: ask, type: LLMBlock, config: {config_path: ../configs/qa.yaml, output_cols: [question, response]}}"


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_pipeline_has_the_digests_of_its_flow_file_and_prompts_seen_from_its_folder(flow):
    path = flow(ASK)
    prompt = path.parent.parent / "configs" / "qa.yaml"

    assert load(path, Binding(1)).files == {"flow.yaml": digest(path), "../configs/qa.yaml": digest(prompt)}


def test_an_imported_flow_file_is_among_them(flow, write):
    inner = write("suite/inner.yaml", flow(ASK).read_text())
    path = flow("{name: inner, type: ImportBlock, config: {path: inner.yaml}}")
    files = load(path, Binding(1)).files

    assert set(files) == {"flow.yaml", "inner.yaml", "../configs/qa.yaml"}
    assert files["inner.yaml"] == digest(inner)
