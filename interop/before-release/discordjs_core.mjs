// A bot of @discordjs/core, with @discordjs/rest and @discordjs/ws. Only `api` says that this is not the real Discord.

import { Client, GatewayDispatchEvents, GatewayIntentBits, InteractionType } from '@discordjs/core';
import { REST } from '@discordjs/rest';
import { WebSocketManager } from '@discordjs/ws';
import { report, watchWarnings } from '../scenario/report.mjs';
import { COMMANDS } from './commands.mjs';

const { SIM_API, SIM_TOKEN } = process.env;

watchWarnings();

const rest = new REST({ api: SIM_API, version: '10' }).setToken(SIM_TOKEN);
const gateway = new WebSocketManager({
  token: SIM_TOKEN,
  intents: GatewayIntentBits.Guilds | GatewayIntentBits.GuildMessages | GatewayIntentBits.MessageContent,
  rest,
});
const client = new Client({ rest, gateway });
let user;

client.on(GatewayDispatchEvents.Ready, async ({ data, api, shardId }) => {
  user = data.user.id;
  report('ready', { user });
  if (shardId === 0) await api.applicationCommands.bulkOverwriteGlobalCommands(data.application.id, COMMANDS);
});
client.on(GatewayDispatchEvents.GuildCreate, ({ data }) =>
  report('guild', { id: data.id, members: data.member_count, channels: data.channels.length }),
);
client.on(GatewayDispatchEvents.MessageCreate, async ({ data, api }) => {
  const { id, content, author, channel_id: channel } = data;
  report('message', { content, channel, mine: author.id === user });
  if (author.bot) return;
  if (content === '!ping') await api.channels.createMessage(channel, { content: 'pong', message_reference: { message_id: id } });
  if (content === '!quit') await gateway.destroy();
});
client.on(GatewayDispatchEvents.InteractionCreate, async ({ data: interaction, api }) => {
  if (interaction.type !== InteractionType.ApplicationCommand) return;
  const { id, token, data } = interaction;
  report('command', { id, name: data.name });
  const content = data.name === 'greet' ? `Hello, ${data.options[0].value}!` : 'It took a while.';
  await api.interactions.reply(id, token, { content });
});
gateway.on('error', ({ error }) => report('warning', { text: String(error?.stack ?? error) }));

await gateway.connect();
