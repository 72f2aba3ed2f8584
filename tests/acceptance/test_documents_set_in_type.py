"""Two years of papers, numbered when the demo is set up: each is given at once, and the worker sets them in type."""

from hashlib import sha256

import pytest
from demo_studio import OWNER, Colleague, Demo
from test_months_of_documents import DOCUMENTS

from serving import wait_until

JOB = "documents.set_in_type"
# Half a minute of work on a machine that does nothing else, and this one runs the other tests, too.
PATIENCE = 240


def oldest(me: Colleague) -> list[str]:
    """Documents of the demo's first weeks, which the worker comes to last."""
    return [one["id"] for one in me.saw(DOCUMENTS, sortField="data_wystawienia", pageSize=25)["items"]]


def unfinished(me: Colleague) -> list[str]:
    """What the job queue still says of the job: waiting, running or set aside."""
    return [one["state"] for one in me.saw("/jobs", pageSize=100)["items"] if one["name"] == JOB]


@pytest.mark.job("documents.set_in_type")
def test_papers_of_the_demo_are_given_at_once_and_kept_by_the_worker_as_they_were_given(demo: Demo):
    me = demo.sign_in(OWNER)
    early = {one: me.read(f"{DOCUMENTS}/{one}/file", ksef=0) for one in oldest(me)}
    assert len(early) == 25
    assert all(file.content.startswith(b"%PDF") for file in early.values())
    wait_until(lambda: not unfinished(me), PATIENCE, pause=1)
    for one, given in early.items():
        kept = me.read(f"{DOCUMENTS}/{one}/file", ksef=0)
        digest = sha256(kept.content).hexdigest()
        assert kept.content == given.content
        assert kept.headers["etag"] == given.headers["etag"] == f'"{digest}"'
        shown = me.saw(f"{DOCUMENTS}/{one}")
        assert (shown["sha256"], shown["formaty"].count("pdf")) == (digest, 1)
