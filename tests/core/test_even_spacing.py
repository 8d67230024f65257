import pytest

from sdg_flows.core.even_spacing import evenly_spaced


@pytest.mark.parametrize(("count", "places"), [(10, [1, 5, 8]), (2, [0, 1]), (3, [0, 1, 2]), (0, [])])
def test_places_are_evenly_spread(count, places):
    assert evenly_spaced(count, 3) == places
