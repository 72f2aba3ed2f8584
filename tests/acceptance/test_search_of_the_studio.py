"""Search of the studio from outside: found by words and by meaning, lost by a purge, found again after a rebuild."""

import secrets

import pytest
from demo_studio import OWNER, Colleague, Demo

from serving import wait_until

TEAM = "staff:staff_team"


def found(me: Colleague, words: str, strategy: str) -> list[str]:
    """The teams that one strategy finds."""
    results = me.saw("/search/search", q=words, strategies=strategy, entityTypes=TEAM)["results"]
    return [one["recordId"] for one in results]


@pytest.mark.job("query_index.purge", "query_index.rebuild", "search.embed")
def test_a_team_is_lost_by_purges_and_found_again_once_the_index_is_rebuilt(demo: Demo):
    owner = demo.sign_in(OWNER)
    word = f"zzyzx{secrets.token_hex(4)}"
    team = owner.made("/staff/teams", name=f"Brygada {word}")
    assert found(owner, f"brygady {word}", "fulltext") == [team]
    wait_until(lambda: found(owner, word, "vector") == [team], 90, pause=0.5)
    owner.did("/query_index/purge", entityType=TEAM)
    wait_until(lambda: not found(owner, word, "fulltext") and not found(owner, word, "vector"), 60, pause=0.3)
    assert owner.did("/query_index/reindex", entityType=TEAM) == {"ok": True}
    wait_until(lambda: found(owner, word, "fulltext") == [team], 60, pause=0.3)
    wait_until(lambda: found(owner, word, "vector") == [team], 60, pause=0.3)
    assert owner.request("DELETE", "/search/index", params={"entityId": TEAM}).json() == {"ok": True}
    assert found(owner, word, "vector") == []
    assert owner.did("/search/embeddings/reindex", entityId=TEAM)["jobsEnqueued"] == 1
    wait_until(lambda: found(owner, word, "vector") == [team], 60, pause=0.3)
    status = owner.saw("/query_index/status", refresh="1")
    assert [one["ok"] for one in status["items"] if one["entityId"] == TEAM] == [True]
    assert f"Reindex completed for {TEAM}" in [line["message"] for line in status["logs"]]
