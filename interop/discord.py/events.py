"""Everything else that happens in a guild. discord.py makes objects of it; what it complains of is seen at the end."""

import asyncio
from pathlib import Path

from checks import next_event

HAPPEN = Path(__file__).parent.parent / 'scenario' / 'happen.mjs'
LAST = 'all is done'
"""The text of the message after everything else."""


async def everything(checks, client):
    done = next_event(client, 'message', lambda message: message.content == LAST, 'what comes after it all')
    happening = await asyncio.create_subprocess_exec('node', str(HAPPEN))
    checks.equal(await happening.wait(), 0, 'everything happens')
    await done
    checks.ok(True, 'events from roles to stage instances arrive')
