import pytest

from faults.asking import BLOCK, asked
from faults.cases import ROWS
from faults.certificates import Authority
from sdg_flows.core.errors import EndpointDown


def test_an_authority_that_ssl_cert_file_names_is_trusted(tmp_path, monkeypatch):
    authority = Authority(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))

    assert asked(tmp_path, "ok", tls=authority.server_side("localhost")).read_by(BLOCK) == (ROWS, {})


@pytest.mark.parametrize(
    ("trusted", "host", "days", "said"),
    [
        (False, "localhost", 1, "unable to get local issuer certificate|self-signed"),
        (True, "elsewhere.test", 1, "not valid for 'localhost'"),
        (True, "localhost", -1, "certificate has expired"),
    ],
    ids=["an authority that nobody knows", "another host's", "expired"],
)
def test_a_certificate_that_does_not_hold_is_told_and_nothing_is_asked(
    tmp_path, monkeypatch, trusted, host, days, said
):
    authority = Authority(tmp_path)
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))

    with pytest.raises(EndpointDown, match=rf"https://localhost:\d+/v1: .*({said}).*nothing was asked"):
        asked(tmp_path, "ok", tls=authority.server_side(host, days))
