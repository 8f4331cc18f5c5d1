"""The simulator in asyncio: each method runs the one of `SyncSim` in a thread, so that the event loop is not blocked."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Generator, Mapping, Sequence, overload

from ._sync import SyncSim, start_sync

if TYPE_CHECKING:
    from types import TracebackType

    from typing_extensions import Self, Unpack

    from ._options import Options


class Sim:
    """A running simulator, created by `start`. As an async context manager, it stops at the end of the block."""

    def __init__(self, sync: SyncSim) -> None:
        self._sync = sync
        #: The base of all URLs, for example `http://127.0.0.1:40123`.
        self.url = sync.url
        #: The base URL of REST, without a version: `{url}/api`.
        self.api = sync.api
        #: The gateway's URL. A client gets it by `GET /gateway/bot`.
        self.gateway = sync.gateway
        #: The base URL of the control endpoint, which the methods use: `{url}/sim`.
        self.control = sync.control
        #: Host and port of the voice server, without a scheme.
        self.voice = sync.voice
        #: The bot's token.
        self.token = sync.token
        #: The certificate authority (PEM) if the simulator was started with `tls=True`.
        self.ca_pem = sync.ca_pem

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.url}>"

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    async def stop(self) -> None:
        """Stops the simulator. It may be called again."""
        await asyncio.to_thread(self._sync.stop)

    @overload
    async def act(self, action: Mapping[str, Any]) -> dict[str, Any]: ...
    @overload
    async def act(self, action: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]: ...
    async def act(self, action: Mapping[str, Any] | Sequence[Mapping[str, Any]]) -> dict[str, Any] | list[dict[str, Any]]:
        """Performs an action, or a list of actions in order. Returns a report of it: a dict, or a list of dicts for a list.

        docs/actions.md describes the actions, for example `{"do": "message", "content": "!ping"}`.
        Raises ControlError if an action is invalid; the actions before it were done.
        """
        return await asyncio.to_thread(self._sync.act, action)

    async def play(self, script: str | Sequence[Mapping[str, Any]]) -> None:
        """Plays a script from now on: its text, or its lines as dicts."""
        await asyncio.to_thread(self._sync.play, script)

    async def stats(self) -> dict[str, Any]:
        """Returns all counters: Identifies, Resumes, closes, events, REST requests by route."""
        return await asyncio.to_thread(self._sync.stats)

    async def punishments(self) -> dict[str, list[dict[str, Any]]]:
        """Returns the punishments that the bot would have got from Discord: `token_resets` and `edge_bans`."""
        return await asyncio.to_thread(self._sync.punishments)

    async def warnings(self) -> dict[str, int]:
        """Returns the requests of the bot that Discord accepts although its docs forbid them, with counts."""
        return await asyncio.to_thread(self._sync.warnings)

    async def closes(self) -> list[dict[str, Any]]:
        """Returns the newest connections that the simulator closed, and why."""
        return await asyncio.to_thread(self._sync.closes)

    async def connections(self) -> list[dict[str, Any]]:
        """Returns the open gateway connections, with shard, session, sequence and presence."""
        return await asyncio.to_thread(self._sync.connections)

    async def world(self) -> dict[str, Any]:
        """Returns the bot, the guilds, and the first guild's channels, roles and members."""
        return await asyncio.to_thread(self._sync.world)

    async def routes(self) -> list[str]:
        """Returns the REST operations that the simulator has."""
        return await asyncio.to_thread(self._sync.routes)

    async def voice_connections(self) -> list[dict[str, Any]]:
        """Returns the newest connections of voice drivers, and what they sent."""
        return await asyncio.to_thread(self._sync.voice_connections)

    async def interaction(self, id: str | int) -> dict[str, Any]:
        """Returns the bot's answers to an interaction so far."""
        return await asyncio.to_thread(self._sync.interaction, id)

    async def wait_for_answer(self, id: str | int, *, wait_ms: int = 5000) -> dict[str, Any]:
        """Waits until the bot has answered an interaction, and returns its answers. Also waits for a deferred message.

        Raises SimError if there is none within `wait_ms`.
        """
        return await asyncio.to_thread(self._sync.wait_for_answer, id, wait_ms=wait_ms)

    async def wait_for_command(self, name: str, *, wait_ms: int = 5000, guild: str | int | None = None) -> dict[str, Any]:
        """Waits until the bot has registered a command, and returns it. Raises ControlError after `wait_ms`."""
        return await asyncio.to_thread(self._sync.wait_for_command, name, wait_ms=wait_ms, guild=guild)


class Starting:
    """A simulator that is not started yet: `await` starts it; `async with` starts it, and stops it at the end."""

    def __init__(self, program: str | None, options: Options) -> None:
        self._program = program
        self._options = options

    async def _start(self) -> Sim:
        started = asyncio.ensure_future(asyncio.to_thread(start_sync, program=self._program, **self._options))
        try:
            return Sim(await asyncio.shield(started))
        except asyncio.CancelledError:
            # The thread cannot be cancelled, so the program that it starts must be stopped afterwards.
            started.add_done_callback(_stop_unwanted)
            raise

    def __await__(self) -> Generator[Any, None, Sim]:
        return self._start().__await__()

    async def __aenter__(self) -> Sim:
        self._sim = await self._start()
        return self._sim

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._sim.stop()


def _stop_unwanted(started: asyncio.Future[SyncSim]) -> None:
    if not started.cancelled() and started.exception() is None:
        started.result().stop()


def start(*, program: str | None = None, **options: Unpack[Options]) -> Starting:
    """Starts a simulator: `async with start(..) as sim` or `sim = await start(..)`.

    The options are the program's flags with `_` for `-`, see `Options`. `program` is the path of a program to use instead
    of the one in this package. Raises StartError, which has the program's stderr, if the program does not start.
    """
    return Starting(program, options)
