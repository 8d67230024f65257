import pytest

from outputs.records import answered, made, run
from sdg_flows.cli.main import main
from sdg_flows.outputs.run_folder.folder import write_run_folder


@pytest.mark.parametrize(
    ("to", "offline", "said"), [("ada/tides", True, "offline teacher"), ("tides", False, "expected user/name")]
)
def test_a_run_that_is_not_to_be_published_is_refused(tmp_path, capsys, to, offline, said):
    folder = write_run_folder(run(made(answered("Q")), teacher_is_offline=offline), tmp_path / "run").folder

    with pytest.raises(SystemExit) as left:
        main(["push", str(folder), "--to", to])
    assert left.value.code == 2
    assert said in capsys.readouterr().err
