"""An unmodified discord.py behind rest-proxy, one of several processes of a bot.

Sends COUNT messages to each of CHANNELS at once. PROXY_API is the base URL. It prints one line of JSON: what was answered,
what failed, and what it saw of limits.
"""

import asyncio
import json
import logging
import os

import aiohttp
import discord


class Waits(logging.Handler):
    """Counts what discord.py says of rate limits."""

    def __init__(self):
        super().__init__(logging.DEBUG)
        self.count = 0
        logger = logging.getLogger('discord.http')
        logger.setLevel(logging.DEBUG)
        logger.addHandler(self)
        logger.propagate = False

    def emit(self, record):
        text = record.getMessage()
        self.count += 'rate limit bucket' in text and 'exhausted' in text


async def main():
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
    discord.http.Route.BASE = f'{os.environ["PROXY_API"]}/v{discord.http.INTERNAL_API_VERSION}'
    waits, statuses, answered, failures = Waits(), [], [], []

    async def ended(_session, _context, parameters):
        statuses.append(parameters.response.status)

    trace = aiohttp.TraceConfig()
    trace.on_request_end.append(ended)

    async def send(client, channel, content):
        try:
            message = await client.get_partial_messageable(int(channel)).send(content)
            answered.append({'content': content, 'id': str(message.id)})
        except (aiohttp.ClientError, discord.HTTPException, OSError) as error:
            failures.append(repr(error))

    async with discord.Client(intents=discord.Intents.none(), http_trace=trace) as client:
        await client.login(os.environ['SIM_TOKEN'])
        name, count = os.environ['NAME'], int(os.environ['COUNT'])
        channels = os.environ['CHANNELS'].split(',')
        contents = [(channel, f'{name} {channel} {number}') for channel in channels for number in range(count)]
        await asyncio.gather(*(send(client, *each) for each in contents))
    limited = sum(status == 429 for status in statuses)
    print(json.dumps({'answered': answered, 'failures': failures, 'limited': limited, 'waited': waits.count}))


if __name__ == '__main__':
    asyncio.run(main())
