from importlib.metadata import EntryPoint

import pytest

from sdg_flows.blocks import BLOCKS
from sdg_flows.blocks.drop_columns import DropColumnsBlock
from sdg_flows.blocks.rename_columns import RenameColumnsBlock
from sdg_flows.core.errors import SettingsError
from sdg_flows.flowfile.known_blocks import add_installed_blocks, known_blocks


def point(name, value):
    return EntryPoint(name, value, "sdg_flows.blocks")


def test_our_own_blocks_are_known():
    assert known_blocks().items() >= BLOCKS.items()


def test_blocks_of_installed_packages_come_after_ours_by_name():
    own = {"DropColumnsBlock": DropColumnsBlock}
    added = [
        point("Z", "sdg_flows.blocks.rename_columns:RenameColumnsBlock"),
        point("A", "sdg_flows.blocks:DropColumnsBlock"),
    ]

    assert list(add_installed_blocks(own, added).items()) == [
        ("DropColumnsBlock", DropColumnsBlock),
        ("A", DropColumnsBlock),
        ("Z", RenameColumnsBlock),
    ]


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        (
            "LLMBlock",
            "other:LLMBlock",
            r"as 'other:LLMBlock', and the name is taken by sdg_flows\.blocks\.llm:LLMBlock",
        ),
        ("Other", "sdg_flows.none:Other", r"which cannot be imported: No module named 'sdg_flows\.none'"),
        ("Other", "sdg_flows.blocks:Other", r"which cannot be imported: .* has no attribute 'Other'"),
        ("Other", "sdg_flows.blocks:BLOCKS", r"which is no subclass of Block"),
    ],
)
def test_an_entry_point_that_is_no_new_block_is_refused(name, value, sentence):
    with pytest.raises(SettingsError, match=rf"adds the block '{name}' .*{sentence}"):
        add_installed_blocks(BLOCKS, [point(name, value)])
