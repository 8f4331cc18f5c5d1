"""Counts what held and what did not, and waits with a time limit."""

import asyncio
import time
import traceback
from contextlib import contextmanager

LIMIT = 20.0
"""How long one expected thing may take, in seconds."""


class Checks:
    def __init__(self):
        self.passed = 0
        self.failed = 0

    def ok(self, condition, what):
        """Notes whether a condition holds."""
        if condition:
            self.passed += 1
            print(f'ok      {what}')
        else:
            self.failed += 1
            print(f'FAILED  {what}')
        return bool(condition)

    def equal(self, actual, expected, what):
        """Notes whether two values are the same."""
        same = actual == expected
        return self.ok(same, what if same else f'{what}: it is {actual!r}, but should be {expected!r}')

    @contextmanager
    def part(self, name):
        """One part. An exception in it is a failure of that part, and the parts after it still run."""
        print(f'\n-- {name}')
        try:
            yield
        except Exception:  # noqa: BLE001: whatever it was, it is reported and counted
            self.ok(False, f'{name}: {traceback.format_exc()}')

    def finish(self):
        """The closing line; the exit code says the same."""
        print(f'\n{self.passed} passed, {self.failed} failed', flush=True)
        return 0 if self.failed == 0 else 1


def next_event(client, event, check, what):
    """The next such event for which `check` holds. Call it before the cause, await it after."""

    async def wait(waiting):
        try:
            return await waiting
        except asyncio.TimeoutError:
            raise AssertionError(f'waited {LIMIT:.0f} s for {event}: {what}') from None

    # wait_for registers at the call, not when it is awaited.
    return asyncio.ensure_future(wait(client.wait_for(event, check=check, timeout=LIMIT)))


async def eventually(ask, what):
    """Asks again until the answer is not None."""
    end = time.monotonic() + LIMIT
    while True:
        answer = await ask()
        if answer is not None:
            return answer
        if time.monotonic() > end:
            raise AssertionError(f'waited {LIMIT:.0f} s: {what}')
        await asyncio.sleep(0.02)
