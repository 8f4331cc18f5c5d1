"""A bot of py-cord. Only `Route.API_BASE_URL`, a class attribute, says that this is not the real Discord."""

import os
import sys
from pathlib import Path

import discord

sys.path.insert(0, str(Path(__file__).parent.parent / 'scenario'))
from report import Warnings, report  # noqa: E402

warnings = Warnings()
discord.http.Route.API_BASE_URL = f'{os.environ["SIM_API"]}/v10'
intents = discord.Intents(guilds=True, guild_messages=True, message_content=True)
bot = discord.AutoShardedBot(intents=intents)


@bot.event
async def on_ready():
    warnings.watch_loop()
    report('ready', user=str(bot.user.id))
    for guild in bot.guilds:
        report('guild', id=str(guild.id), members=guild.member_count, channels=len(guild.channels))


@bot.event
async def on_message(message):
    mine = message.author == bot.user
    report('message', content=message.content, channel=str(message.channel.id), mine=mine)
    if message.author.bot:
        return
    if message.content == '!ping':
        await message.reply('pong')
    elif message.content == '!quit':
        await bot.close()


@bot.slash_command(description='Greets somebody')
async def greet(context: discord.ApplicationContext, name: str):
    report('command', id=str(context.interaction.id), name='greet')
    await context.respond(f'Hello, {name}!')


@bot.slash_command(description='Answers later')
async def slow(context: discord.ApplicationContext):
    await context.respond('It took a while.')


bot.run(os.environ['SIM_TOKEN'])
