import json
import re

from outputs.records import made, run
from outputs.report.test_page import page
from sdg_flows.outputs.report.scripts import CHARTING, LICENCES, script


def test_the_versions_that_are_named_are_those_of_the_scripts():
    vega, vega_lite, interpreter = (script(name) for name in CHARTING)
    (vega_version,) = re.findall(r'\bversion="([\d.]+)"', vega)
    (vega_lite_version,) = re.findall(r'="(\d+\.\d+\.\d+)"', vega_lite)
    (interpreter_version,) = re.findall(r"^// vega-interpreter ([\d.]+) ", interpreter)

    assert json.loads(script("package.json"))["dependencies"] == {
        "vega": vega_version,
        "vega-interpreter": interpreter_version,
        "vega-lite": vega_lite_version,
    }


def test_a_page_with_the_scripts_has_their_licences():
    (comment,) = re.findall(r"<!--\n(The charts are drawn.*?)-->", page(run(made())), re.DOTALL)

    assert all(script(name).strip() in comment for name in LICENCES)
