from importlib.util import find_spec

import pytest

from cluster.clusters import needed
from sdg_flows.core.errors import SettingsError
from sdg_flows.orchestrate.choices import Choices
from sdg_flows.orchestrate.cluster.remote_executor import worker_settings
from sdg_flows.orchestrate.cluster.runners import RUNNERS, chosen_runner
from sdg_flows.teacher.settings import TeacherSettings


def test_without_a_runner_there_is_none():
    assert chosen_runner(Choices(), server_is_shared=False) is None


@pytest.mark.parametrize(
    ("choices", "said"),
    [
        (Choices(runner="dusk"), "--runner: there is no 'dusk'. Did you mean 'dask'"),
        (Choices(workers=2), "--address and --workers: are for a cluster"),
        (Choices(address="tcp://host:8786"), "--address and --workers: are for a cluster"),
    ],
)
def test_a_choice_that_cannot_be_is_refused(choices, said):
    with pytest.raises(SettingsError, match=said):
        chosen_runner(choices, server_is_shared=True)


@pytest.mark.parametrize("name", RUNNERS)
def test_each_runner_has_a_module_that_starts_it(name):
    assert find_spec(f"sdg_flows.orchestrate.cluster.{name}_runner")


def test_workers_elsewhere_need_a_prefect_server_that_they_can_reach():
    needed("dask")
    away, near = (Choices(runner="dask", address=f"tcp://{host}:8786") for host in ("cluster", "127.0.0.1"))

    with pytest.raises(SettingsError, match="set PREFECT_API_URL"):
        chosen_runner(away, server_is_shared=False)
    assert chosen_runner(away, server_is_shared=True)
    assert chosen_runner(near, server_is_shared=False)


def test_each_worker_has_its_share_of_the_requests_in_flight():
    judge = {"endpoint": "http://judge/v1", "max_in_flight": 3}
    settings = TeacherSettings.model_validate({"max_in_flight": 100, "endpoints": {"judge": judge}})
    share = worker_settings(settings, 4)

    assert (share.max_in_flight, share.endpoints["judge"].max_in_flight) == (25, 1)
    assert share.share_limit is False
