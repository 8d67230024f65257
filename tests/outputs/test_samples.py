import pytest

from sdg_flows.outputs.samples import spread


@pytest.mark.parametrize(
    ("available", "shares"),
    [
        ([100, 100, 100], [4, 3, 3]),
        ([1, 100, 100], [1, 5, 4]),
        ([0, 100], [0, 10]),
        ([2, 3], [2, 3]),
        ([], []),
    ],
)
def test_samples_are_shared_out_as_evenly_as_there_are_rows(available, shares):
    assert spread(available, 10) == shares
