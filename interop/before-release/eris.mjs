// A bot of eris. It speaks HTTPS to port 443 of a domain: `rest.domain` is the simulator's host, and the port that of the agent.
// NODE_EXTRA_CA_CERTS is the simulator's certificate authority.

import { Agent } from 'node:https';
import Eris from 'eris';
import { report, watchWarnings } from '../scenario/report.mjs';
import { COMMANDS } from './commands.mjs';

const { SIM_API, SIM_TOKEN } = process.env;

watchWarnings();

const { hostname, port, pathname } = new URL(SIM_API);
const agent = new Agent({ keepAlive: true });
agent.defaultPort = Number(port);
const client = new Eris(`Bot ${SIM_TOKEN}`, {
  intents: ['guilds', 'guildMessages', 'messageContent'],
  maxShards: 'auto',
  shardConcurrency: 'auto',
  rest: { domain: hostname, baseURL: `${pathname}/v10`, agent },
});

client.on('ready', async () => {
  report('ready', { user: client.user.id });
  // The guilds of READY are there by now, without an event of their own.
  for (const { id, memberCount: members, channels } of client.guilds.values()) {
    report('guild', { id, members, channels: channels.size });
  }
  await client.bulkEditCommands(COMMANDS);
});
client.on('messageCreate', async ({ id, content, author, channel }) => {
  report('message', { content, channel: channel.id, mine: author.id === client.user.id });
  if (author.bot) return;
  if (content === '!ping') await channel.createMessage({ content: 'pong', messageReference: { messageID: id } });
  if (content === '!quit') {
    client.disconnect({ reconnect: false });
    agent.destroy();
  }
});
client.on('interactionCreate', async (interaction) => {
  const { id, data } = interaction;
  report('command', { id, name: data.name });
  await interaction.createMessage(data.name === 'greet' ? `Hello, ${data.options[0].value}!` : 'It took a while.');
});
client.on('warn', (text) => report('warning', { text }));
client.on('error', (error) => report('warning', { text: String(error?.stack ?? error) }));

await client.connect();
