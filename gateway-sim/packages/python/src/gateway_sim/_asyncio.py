"""The simulation in asyncio: the methods of `SyncSim`, each in a thread, so that no event loop waits for them."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Generator, Mapping, Sequence, overload

from ._sync import SyncSim, start_sync

if TYPE_CHECKING:
    from types import TracebackType

    from typing_extensions import Self, Unpack

    from ._options import Options


class Sim:
    """A running simulation. `start` makes it; it is an async context manager that ends it."""

    def __init__(self, sync: SyncSim) -> None:
        self._sync = sync
        #: The base of all URLs, for example `http://127.0.0.1:40123`.
        self.url = sync.url
        #: The base URL of REST, without a version: `{url}/api`.
        self.api = sync.api
        #: The gateway's URL. A client learns it from `GET /gateway/bot`.
        self.gateway = sync.gateway
        #: The control endpoint, which the methods use: `{url}/sim`.
        self.control = sync.control
        #: Host and port of the voice server.
        self.voice = sync.voice
        #: The bot's token.
        self.token = sync.token
        #: The certificate authority (PEM) if it was started with `tls=True`.
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
        """Ends the simulation. To do it twice is no error."""
        await asyncio.to_thread(self._sync.stop)

    @overload
    async def act(self, action: Mapping[str, Any]) -> dict[str, Any]: ...
    @overload
    async def act(self, action: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]: ...
    async def act(self, action: Mapping[str, Any] | Sequence[Mapping[str, Any]]) -> dict[str, Any] | list[dict[str, Any]]:
        """Does an action, or several in their order, and returns what was done: for one action a dict, for a list a list.

        An action is what docs/actions.md describes: `{"do": "message", "content": "!ping"}`.
        Raises ControlError if one is wrong; those before it were done.
        """
        return await asyncio.to_thread(self._sync.act, action)

    async def play(self, script: str | Sequence[Mapping[str, Any]]) -> None:
        """Plays a script from now on: its text, or its lines as dicts."""
        await asyncio.to_thread(self._sync.play, script)

    async def stats(self) -> dict[str, Any]:
        """Counters of everything: Identifies, Resumes, closes, events, REST requests by route."""
        return await asyncio.to_thread(self._sync.stats)

    async def punishments(self) -> dict[str, list[dict[str, Any]]]:
        """What Discord would have punished: `token_resets` and `edge_bans`. Both should be empty."""
        return await asyncio.to_thread(self._sync.punishments)

    async def warnings(self) -> dict[str, int]:
        """What the bot sent that the docs do not allow and Discord takes: how often each was sent."""
        return await asyncio.to_thread(self._sync.warnings)

    async def closes(self) -> list[dict[str, Any]]:
        """The newest connections that were closed, and why."""
        return await asyncio.to_thread(self._sync.closes)

    async def connections(self) -> list[dict[str, Any]]:
        """The open gateway connections, with shard, session, sequence and presence."""
        return await asyncio.to_thread(self._sync.connections)

    async def world(self) -> dict[str, Any]:
        """The bot, the guilds, and the first guild's channels, roles and members."""
        return await asyncio.to_thread(self._sync.world)

    async def routes(self) -> list[str]:
        """The REST operations that the simulation has."""
        return await asyncio.to_thread(self._sync.routes)

    async def voice_connections(self) -> list[dict[str, Any]]:
        """The newest connections of voice drivers, and what they did."""
        return await asyncio.to_thread(self._sync.voice_connections)

    async def interaction(self, id: str | int) -> dict[str, Any]:
        """What the bot has answered to an interaction so far."""
        return await asyncio.to_thread(self._sync.interaction, id)

    async def wait_for_answer(self, id: str | int, *, wait_ms: int = 5000) -> dict[str, Any]:
        """Waits until the bot has answered an interaction, and returns its answer; a deferred one is waited for.

        Raises SimError if there is none in `wait_ms`.
        """
        return await asyncio.to_thread(self._sync.wait_for_answer, id, wait_ms=wait_ms)

    async def wait_for_command(self, name: str, *, wait_ms: int = 5000, guild: str | int | None = None) -> dict[str, Any]:
        """Waits until the bot has registered a command, and returns it. Raises ControlError if it has not in `wait_ms`."""
        return await asyncio.to_thread(self._sync.wait_for_command, name, wait_ms=wait_ms, guild=guild)


class Starting:
    """A simulation that is to be started: await it, or enter it with `async with`, which ends it too."""

    def __init__(self, program: str | None, options: Options) -> None:
        self._program = program
        self._options = options

    async def _start(self) -> Sim:
        started = asyncio.ensure_future(asyncio.to_thread(start_sync, program=self._program, **self._options))
        try:
            return Sim(await asyncio.shield(started))
        except asyncio.CancelledError:
            # The thread cannot be cancelled. The program that it starts would run on.
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
    """Starts a simulation, by `async with start(..) as sim` or `sim = await start(..)`.

    Its options are the program's flags with `_` for `-`, see `Options`; `program` is the path of another gateway-sim
    than the one in this package. Raises StartError with what the program wrote to stderr if it does not start.
    """
    return Starting(program, options)
