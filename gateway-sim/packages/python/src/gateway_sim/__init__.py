"""A strict local Discord (gateway and REST) for testing your bot.

Start one for each test, in asyncio::

    async with gateway_sim.start(guilds=1) as sim:
        await run_my_bot(api=sim.api, token=sim.token)
        await sim.act({"do": "message", "content": "!ping"})

or without asyncio, with the same methods::

    with gateway_sim.start_sync(guilds=1) as sim:
        sim.act({"do": "message", "content": "!ping"})
"""

from ._asyncio import Sim, start
from ._errors import ControlError, SimError, StartError
from ._options import Options
from ._program import program
from ._sync import SyncSim, start_sync

__all__ = [
    "ControlError",
    "Options",
    "Sim",
    "SimError",
    "StartError",
    "SyncSim",
    "program",
    "start",
    "start_sync",
]
