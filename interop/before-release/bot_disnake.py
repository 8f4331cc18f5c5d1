"""A bot of disnake. Only `Route.BASE`, a class attribute, says that this is not the real Discord: there is no option for it."""

import os
import sys
from pathlib import Path

import disnake

sys.path.insert(0, str(Path(__file__).parent.parent / 'scenario'))
from report import Warnings, report  # noqa: E402

from disnake.ext import commands  # noqa: E402

warnings = Warnings()
disnake.http.Route.BASE = f'{os.environ["SIM_API"]}/v10'
# Without voice.
disnake.VoiceClient.warn_nacl = disnake.VoiceClient.warn_dave = False
intents = disnake.Intents(guilds=True, guild_messages=True, message_content=True)
bot = commands.AutoShardedInteractionBot(intents=intents)


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
async def greet(interaction: disnake.ApplicationCommandInteraction, name: str):
    report('command', id=str(interaction.id), name='greet')
    await interaction.response.send_message(f'Hello, {name}!')


@bot.slash_command(description='Answers later')
async def slow(interaction: disnake.ApplicationCommandInteraction):
    await interaction.response.send_message('It took a while.')


bot.run(os.environ['SIM_TOKEN'])
