"""Fair queue for a scarce resource: first in, first out per tenant, round robin among tenants."""

import asyncio
from collections import Counter, deque
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from bottega.kernel.errors import TooMany
from bottega.kernel.i18n import T

LONGEST_WAIT: Final = 30.0
COME_BACK_SECONDS: Final = "5"

BUSY: Final = T(
    en="Several files are being worked on at the moment; try again in a few seconds",
    pl="Trwa praca nad kilkoma plikami; spróbuj ponownie za kilka sekund",
)


@dataclass(eq=False)
class _Waiting:
    turn: "asyncio.Future[None]"
    patient: bool


class Turns:
    """So many places, of which one tenant leaves at least one to the others."""

    def __init__(self, places: int, most_waiting: int) -> None:
        """All places are free.

        Args:
            places: How many may be taken at once; at least two.
            most_waiting: How many calls of a tenant may wait.
        """
        self._places = self._free = places
        self._most_waiting = most_waiting
        self._taken: Counter[UUID] = Counter()
        # In the order of whose turn it is.
        self._queues: dict[UUID, deque[_Waiting]] = {}

    @asynccontextmanager
    async def take(self, tenant_id: UUID, *, patient: bool = False) -> AsyncGenerator[None]:
        """Wait for a place and keep it for the block; ``patient`` work may fill all places and wait for ever.

        Raises:
            TooMany: Too many calls of the tenant wait already, or none of the places became free.
        """
        await self._wait(tenant_id, patient=patient)
        try:
            yield
        finally:
            self._give_back(tenant_id)

    async def _wait(self, tenant_id: UUID, *, patient: bool) -> None:
        queue = self._queues.setdefault(tenant_id, deque())
        if not patient and len(queue) >= self._most_waiting:
            raise TooMany(BUSY, headers={"Retry-After": COME_BACK_SECONDS})
        mine = _Waiting(asyncio.get_running_loop().create_future(), patient)
        queue.append(mine)
        self._admit()
        try:
            async with asyncio.timeout(None if patient else LONGEST_WAIT):
                await mine.turn
        except BaseException as error:
            if mine in queue:
                queue.remove(mine)
                self._admit()
            else:
                # The turn came in the same moment.
                self._give_back(tenant_id)
            if isinstance(error, TimeoutError):
                raise TooMany(BUSY, headers={"Retry-After": COME_BACK_SECONDS}) from None
            raise

    def _give_back(self, tenant_id: UUID) -> None:
        self._taken[tenant_id] -= 1
        if not self._taken[tenant_id]:
            del self._taken[tenant_id]
        self._free += 1
        self._admit()

    def _admit(self) -> None:
        """Give free places to whoever is next; a tenant who got one goes to the end of the round."""
        for tenant_id in list(self._queues):
            queue = self._queues[tenant_id]
            while queue and self._may_begin(tenant_id, queue[0]):
                self._free -= 1
                self._taken[tenant_id] += 1
                queue.popleft().turn.set_result(None)
                del self._queues[tenant_id]
                self._queues[tenant_id] = queue
                if len(self._queues) > 1:
                    break
            if not queue:
                del self._queues[tenant_id]

    def _may_begin(self, tenant_id: UUID, first: _Waiting) -> bool:
        most = self._places if first.patient else self._places - 1
        return self._free > 0 and self._taken[tenant_id] < most
