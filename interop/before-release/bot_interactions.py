"""A bot of interactions.py. Only `Route.BASE`, a class attribute, says that this is not the real Discord."""

import os
import signal
import sys
from pathlib import Path

import interactions
from interactions.api.http.route import Route

sys.path.insert(0, str(Path(__file__).parent.parent / 'scenario'))
from report import Warnings, report  # noqa: E402

warnings = Warnings()
Route.BASE = f'{os.environ["SIM_API"]}/v10'
bot = interactions.AutoShardedClient(
    intents=interactions.Intents.GUILDS | interactions.Intents.GUILD_MESSAGES | interactions.Intents.MESSAGE_CONTENT,
)


@interactions.listen()
async def on_startup():
    warnings.watch_loop()
    report('ready', user=str(bot.user.id))
    for guild in bot.guilds:
        report('guild', id=str(guild.id), members=guild.member_count, channels=len(guild.channels))


@interactions.listen()
async def on_message_create(event: interactions.api.events.MessageCreate):
    message = event.message
    mine = message.author.id == bot.user.id
    report('message', content=message.content, channel=str(message.channel.id), mine=mine)
    if message.author.bot:
        return
    if message.content == '!ping':
        await message.reply('pong')
    elif message.content == '!quit':
        # As Ctrl-C does: `stop` in a listener does not return. Nobody else closes the HTTP session then.
        await bot.http.close()
        signal.raise_signal(signal.SIGINT)


@interactions.slash_command(name='greet', description='Greets somebody')
@interactions.slash_option('name', 'Whom', opt_type=interactions.OptionType.STRING, required=True)
async def greet(context: interactions.SlashContext, name: str):
    report('command', id=str(context.id), name='greet')
    await context.send(f'Hello, {name}!')


@interactions.slash_command(name='slow', description='Answers later')
async def slow(context: interactions.SlashContext):
    await context.send('It took a while.')


bot.start(os.environ['SIM_TOKEN'])
