"""A partition on an S3 server: files go there and come back, in parts and as small pictures, and are purged there."""

import socket
import subprocess
import sys
from collections.abc import Iterator

import boto3
import httpx
import pytest
from files import MANAGER, PNG, uploaded

from bottega.kernel.application import Application
from bottega.platform.attachments.purging import purge
from callers import Invite
from serving import wait_until

LARGE = bytes(range(256)) * 30_000


@pytest.fixture(scope="module")
def bucket() -> Iterator[str]:
    """The address of an S3 server on loopback, with a bucket in it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_until(lambda: _answers(address), 60)
        client = boto3.client("s3", endpoint_url=address, region_name="us-east-1", **KEYS)
        client.create_bucket(Bucket="photos")
        yield address
    finally:
        server.kill()
        server.wait()


KEYS = {"aws_access_key_id": "test", "aws_secret_access_key": "test"}


def _answers(address: str) -> bool:
    try:
        return httpx.get(f"{address}/moto-api/").status_code == 200
    except httpx.TransportError:
        return False


async def test_files_of_a_partition_on_s3_are_like_any_others(
    bucket: str, caller: Invite, app: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {
        "AWS_ENDPOINT_URL": bucket,
        "AWS_ALLOW_HTTP": "true",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_REGION": "us-east-1",
    }.items():
        monkeypatch.setenv(name, value)
    there = app.settings.model_copy(update={"partition_storage": {"photos": "s3://photos/studio"}})
    monkeypatch.setattr(app, "settings", there)
    me = await caller(*MANAGER)
    assert (await me.post("/attachments/partitions", {"code": "photos", "title": "Photos"})).status_code == 201
    picture = await uploaded(me, PNG, partitionCode="photos")
    large = await uploaded(me, LARGE, "large.bin", partitionCode="photos")
    client = boto3.client("s3", endpoint_url=bucket, region_name="us-east-1", **KEYS)
    keys = {one["Key"] for one in client.list_objects_v2(Bucket="photos")["Contents"]}
    assert keys == {f"studio/{me.tenant_id}/attachments/{one['id']}" for one in (picture, large)}
    assert await app.storage.keys(me.tenant_id, "attachments") == []
    assert (await me.get(f"/attachments/file/{large['id']}")).content == LARGE
    part = await me.get(f"/attachments/file/{large['id']}", headers={"range": "bytes=1000-1999"})
    assert (part.status_code, part.content) == (206, LARGE[1000:2000])
    small = await me.get(f"/attachments/image/{picture['id']}/x?width=20&height=20")
    assert small.headers["content-type"] == "image/png"
    assert (await me.delete("/attachments", params={"id": large["id"]})).status_code == 200
    async with app.database.tenant(me.tenant_id) as connection:
        await connection.execute(
            "UPDATE attachments_attachments SET deleted_at = now() - interval '31 days' WHERE deleted_at IS NOT NULL"
        )
    await purge(app, {})
    assert [one["Key"] for one in client.list_objects_v2(Bucket="photos")["Contents"]] == [
        f"studio/{me.tenant_id}/attachments/{picture['id']}"
    ]
