"""The pages of the operator: who may see numbers, and what makes an installation not ready."""

from typing import Any

import httpx
import pytest

from bottega.kernel.application import Application
from bottega.kernel.http import health, routing

TOKEN = "a-token-of-the-operator"
FAR = "203.0.113.7"


@pytest.fixture
def serving(app: Application, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The application with other settings, asked from an address."""

    async def ask(
        path: str, peer: str = "127.0.0.1", headers: dict[str, str] | None = None, **changed: Any
    ) -> httpx.Response:
        with monkeypatch.context() as patch:
            patch.setattr(app, "settings", app.settings.model_copy(update=changed))
            transport = httpx.ASGITransport(routing.build(app, health.PAGES), client=(peer, 1))
            async with httpx.AsyncClient(transport=transport, base_url="http://testserver") as client:
                return await client.get(path, headers=headers)

    return ask


@pytest.mark.parametrize("peer", ["127.0.0.1", "127.3.2.1", "::1", "::ffff:127.0.0.1"])
async def test_this_machine_sees_numbers(serving: Any, peer: str) -> None:
    answer = await serving("/metrics", peer)
    assert answer.status_code == 200
    assert "bottega_latency_seconds_bucket" in answer.text
    assert (await serving("/healthz", peer)).json().keys() == {"ok", "uptime"}


@pytest.mark.parametrize(
    ("peer", "headers", "changed"),
    [
        (FAR, {}, {}),
        ("unknown", {}, {}),
        ("127.0.0.1", {"x-forwarded-for": FAR}, {}),
        ("127.0.0.1", {"x-forwarded-for": "127.0.0.1"}, {"trust_proxy_depth": 1}),
        (FAR, {"x-forwarded-for": "127.0.0.1"}, {"trust_proxy_depth": 1}),
        ("127.0.0.1", {"via": "1.1 proxy"}, {}),
        ("127.0.0.1", {"forwarded": "for=1.2.3.4"}, {}),
        # A proxy that says nothing of itself makes everybody look near.
        ("127.0.0.1", {}, {"production": True}),
        (FAR, {"authorization": "Bearer "}, {}),
        (FAR, {"authorization": "Bearer None"}, {}),
        (FAR, {"authorization": f"Bearer {TOKEN}x"}, {"metrics_token": TOKEN}),
        (FAR, {"authorization": f"Bearer ż{TOKEN}".encode().decode("latin-1")}, {"metrics_token": TOKEN}),
        (FAR, {"authorization": f"Basic {TOKEN}"}, {"metrics_token": TOKEN}),
    ],
)
async def test_strangers_see_no_numbers(
    serving: Any, peer: str, headers: dict[str, str], changed: dict[str, Any]
) -> None:
    raw = {name: value.encode("latin-1") for name, value in headers.items()}
    answer = await serving("/metrics", peer, raw, **changed)
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"
    assert answer.json() == {"error": "Unauthorized"}
    assert (await serving("/healthz", peer, raw, **changed)).json() == {"ok": True}


async def test_whoever_has_the_token_sees_numbers_from_anywhere(serving: Any) -> None:
    headers = {"authorization": f"Bearer {TOKEN}", "x-forwarded-for": FAR}
    answer = await serving("/metrics", FAR, headers, metrics_token=TOKEN, production=True)
    assert answer.status_code == 200
    # Who scrapes from this machine needs none, also where a proxy that was counted stands in front.
    assert (await serving("/metrics", production=True, trust_proxy_depth=1)).status_code == 200


async def test_an_operation_costs_three_lines(serving: Any, nobody: Any) -> None:
    await nobody.get("/auth/locale")
    lines = [line for line in (await serving("/metrics")).text.splitlines() if "GET /auth/locale" in line]
    assert len(lines) == 3
    assert "_created" not in "".join(lines)


async def test_a_disk_that_is_almost_full_is_told(serving: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    assert (await serving("/readyz")).json()["checks"]["disk"] is True
    monkeypatch.setattr(health, "LEAST_FREE_BYTES", 1 << 80)
    answer = await serving("/readyz")
    assert answer.status_code == 503
    assert answer.json()["ready"] is False
    assert answer.json()["checks"]["disk"] is False
