"""A bot as its author would write it. Only `point_at` says that this is not the real Discord."""

import discord
import yarl
from discord import app_commands


def point_at(api_url, gateway_url):
    """Sends discord.py to another Discord.

    It has no option for this. REST is one class attribute; the other is the gateway it falls back on when it
    may not use the URL of Ready, which it knows without asking /gateway/bot.
    """
    discord.http.Route.BASE = f'{api_url}/v{discord.http.INTERNAL_API_VERSION}'
    discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(gateway_url)


class Question(discord.ui.Modal, title='A question'):
    answer = discord.ui.TextInput(label='Your answer')

    def __init__(self):
        super().__init__(custom_id='question')

    async def on_submit(self, interaction):
        await interaction.response.send_message(f'You said: {self.answer.value}')


class Buttons(discord.ui.View):
    @discord.ui.button(label='Wave', style=discord.ButtonStyle.primary, custom_id='wave')
    async def wave(self, interaction, _button):
        self.stop()
        await interaction.response.edit_message(content=f'{interaction.user.name} waved.', view=None)

    @discord.ui.button(label='Ask', custom_id='ask')
    async def ask(self, interaction, _button):
        await interaction.response.send_modal(Question())


@app_commands.command(description='Greets somebody')
@app_commands.describe(name='Whom')
async def greet(interaction: discord.Interaction, name: str):
    await interaction.response.send_message(f'Hello, {name}!', view=Buttons())
    await interaction.followup.send('Nice to meet you.', ephemeral=True)


@app_commands.command(description='Answers later')
async def slow(interaction: discord.Interaction):
    await interaction.response.defer()
    await interaction.edit_original_response(content='It took a while.')


class Bot(discord.AutoShardedClient):
    """As many shards as the gateway recommends."""

    def __init__(self):
        intents = discord.Intents.all()
        # The two options spare time: ready is called so long after the last guild, and members are asked for later.
        super().__init__(intents=intents, chunk_guilds_at_startup=False, guild_ready_timeout=0.5)
        self.tree = app_commands.CommandTree(self)
        self.tree.add_command(greet)
        self.tree.add_command(slow)

    async def on_message(self, message):
        if not message.author.bot and message.content == '!ping':
            await message.reply('pong')
