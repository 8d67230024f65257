import gc

from sdg_flows.orchestrate.garbage_collection import OBJECTS_A_COLLECTION, rarely_collected


def test_the_collector_looks_seldom_for_the_time_of_a_run():
    usual = gc.get_threshold()
    with rarely_collected():
        within = gc.get_threshold(), gc.get_freeze_count() > 0
    after = gc.get_threshold(), gc.get_freeze_count()

    assert within == ((OBJECTS_A_COLLECTION, *usual[1:]), True)
    assert after == (usual, 0)
