import gc

from sdg_flows.orchestrate.garbage_collection import OBJECTS_PER_COLLECTION, collect_garbage_rarely


def test_the_collector_looks_seldom_for_the_time_of_a_run():
    usual = gc.get_threshold()
    with collect_garbage_rarely():
        within = gc.get_threshold(), gc.get_freeze_count() > 0
    after = gc.get_threshold(), gc.get_freeze_count()

    assert within == ((OBJECTS_PER_COLLECTION, *usual[1:]), True)
    assert after == (usual, 0)
