"""Limits of requests: sliding windows of a second, a minute and an hour at once, for a context and an address."""

import math
from collections import defaultdict, deque
from datetime import datetime, timedelta

from ksef.answers import Limited
from ksef.description import Operation

_WINDOWS = {1: "sekundę", 60: "minutę", 3600: "godzinę"}


class Limits:
    """Counts requests, unless ``enforced`` is off."""

    def __init__(self) -> None:
        self.enforced = True
        self._seen: dict[tuple[str, str, str], deque[datetime]] = defaultdict(deque)

    def count(self, operation: Operation, nip: str, client: str, now: datetime) -> None:
        """Count a request; one that is refused does not count.

        Raises:
            Limited: a window is full.
        """
        seen = self._seen[operation.group, nip, client]
        while seen and seen[0] <= now - timedelta(seconds=max(operation.limits)):
            seen.popleft()
        waits = {
            window: seen[-most] + timedelta(seconds=window) - now
            for window, most in operation.limits.items()
            if len(seen) >= most and seen[-most] > now - timedelta(seconds=window)
        }
        if self.enforced and waits:
            window, wait = max(waits.items(), key=lambda one: one[1])
            sentence = f"Przekroczono limit {operation.limits[window]} żądań na {_WINDOWS[window]}."
            raise Limited(math.ceil(wait.total_seconds()), sentence)
        seen.append(now)
