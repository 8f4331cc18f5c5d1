// A bot of Carbon with its gateway and sharding plugins.
//
// `requestOptions.baseUrl` says that this is not the real Discord. The plugins ask Discord's own address for the gateway, and
// have no option for another, so `GET /gateway/bot` is asked here.

import { once } from 'node:events';
import * as carbon from '@buape/carbon';
import { GatewayIntents } from '@buape/carbon/gateway';
import { ShardingPlugin } from '@buape/carbon/sharding';
import { report, watchWarnings } from '../scenario/report.mjs';

const { SIM_API, SIM_TOKEN } = process.env;

watchWarnings();

/** What the bot does when a user writes one of these. */
const asked = {
  '!ping': (message) => message.reply({ content: 'pong' }),
  '!react': ({ channelId, id }) =>
    client.rest.put(`/channels/${channelId}/messages/${id}/reactions/${encodeURIComponent('🔥')}/@me`),
  '!pin': async (message) => {
    await message.pin();
    const channel = await message.fetchChannel();
    const { pins } = await channel.getChannelPins();
    report('pins', { messages: pins.map((pin) => pin.message.id) });
  },
  '!thread': async (message) => {
    const thread = await message.startThread({ name: 'a thread' });
    await thread.send({ content: 'in it' });
  },
  '!members': async (_, guild) => {
    received.set(guild.id, 0);
    sharding.getShardForGuild(guild.id).requestGuildMembers({ guild_id: guild.id, query: '', limit: 0 });
  },
  '!fetch': async ({ id, channelId }, { id: guild }) => {
    const asked = {
      guild: () => client.fetchGuild(guild),
      roles: async () => (await client.fetchGuild(guild)).fetchRoles(),
      channels: async () => (await client.fetchGuild(guild)).fetchChannels(),
      channel: () => client.fetchChannel(channelId),
      message: () => client.fetchMessage(channelId, id),
      member: () => client.fetchMember(guild, client.options.clientId),
      user: () => client.fetchUser(client.options.clientId),
      role: () => client.fetchRole(guild, guild),
      commands: () => client.getDiscordCommands(true),
    };
    const failed = [];
    for (const [name, ask] of Object.entries(asked)) await ask().catch((error) => failed.push(`${name}: ${error}`));
    report('fetched', { kinds: Object.keys(asked).length, failed });
  },
  '!quit': async () => {
    const closed = [...sharding.shards.values()].map(({ ws }) => once(ws, 'close'));
    sharding.disconnect();
    await Promise.all(closed);
    // Timers of Carbon's own would keep the process.
    process.exit();
  },
};

/** Members that were received, by guild. */
const received = new Map();

class Ready extends carbon.ReadyListener {
  async handle({ user }) {
    report('ready', { user: user.id });
  }
}

class GuildAvailable extends carbon.GuildAvailableListener {
  async handle({ id, member_count: members, channels }) {
    report('guild', { id, members, channels: channels.length });
  }
}

class MessageCreate extends carbon.MessageCreateListener {
  async handle({ message, author, guild }) {
    const { content, channelId: channel } = message;
    report('message', { content, channel, mine: author.id === client.options.clientId });
    if (!author.bot) await asked[content]?.(message, guild);
  }
}

class ReactionAdd extends carbon.MessageReactionAddListener {
  async handle({ message, emoji }) {
    report('reaction', { message: message.id, emoji: emoji.name });
  }
}

class ThreadCreate extends carbon.ThreadCreateListener {
  async handle({ thread }) {
    report('thread', { id: thread.id, name: thread.name, parent: thread.rawData.parent_id });
  }
}

class MembersChunk extends carbon.GuildMembersChunkListener {
  async handle({ guild, members, chunk_index: index, chunk_count: chunks }) {
    const count = received.get(guild.id) + members.length;
    received.set(guild.id, count);
    if (index + 1 === chunks) report('members', { guild: guild.id, count });
  }
}

class Interactions extends carbon.InteractionCreateListener {
  async handle(interaction, client) {
    await client.handleInteraction(interaction, {});
  }
}

class Answer extends carbon.TextInput {
  customId = 'answer';
}

class AnswerLabel extends carbon.Label {
  label = 'Your answer';

  constructor() {
    super(new Answer());
  }
}

class Question extends carbon.Modal {
  customId = 'question';
  title = 'A question';
  components = [new AnswerLabel()];

  async run(interaction) {
    await interaction.reply({ content: `You said: ${interaction.fields.getText('answer')}` });
  }
}

class Wave extends carbon.Button {
  customId = 'wave';
  label = 'Wave';

  async run(interaction) {
    await interaction.update({ content: 'Somebody waved.', components: [] });
  }
}

class Ask extends carbon.Button {
  customId = 'ask';
  label = 'Ask';

  async run(interaction) {
    await interaction.showModal(new Question());
  }
}

class Greet extends carbon.Command {
  name = 'greet';
  description = 'Greets somebody';
  options = [{ type: 3, name: 'name', description: 'Whom', required: true }];

  async run(interaction) {
    report('command', { id: interaction.rawData.id, name: this.name });
    const content = `Hello, ${interaction.options.getString('name', true)}!`;
    await interaction.reply({ content, components: [new carbon.Row([new Wave(), new Ask()])] });
    await interaction.followUp({ content: 'Nice to meet you.', ephemeral: true });
  }
}

class Slow extends carbon.Command {
  name = 'slow';
  description = 'Answers later';
  defer = true;

  async run(interaction) {
    report('command', { id: interaction.rawData.id, name: this.name });
    await interaction.reply({ content: 'It took a while.' });
  }
}

const authorization = `Bot ${SIM_TOKEN}`;
const gateway = await (await fetch(`${SIM_API}/v10/gateway/bot`, { headers: { authorization } })).json();

class Sharding extends ShardingPlugin {
  gatewayInfo = gateway;
}

const sharding = new Sharding({
  // All of them.
  intents: Object.values(GatewayIntents).reduce((all, bit) => (typeof bit === 'number' ? all | bit : all), 0),
  totalShards: gateway.shards,
  maxConcurrency: gateway.session_start_limit.max_concurrency,
  url: gateway.url,
});
const client = new carbon.Client(
  {
    baseUrl: 'http://localhost',
    clientId: Buffer.from(SIM_TOKEN.split('.')[0], 'base64').toString(),
    publicKey: '00'.repeat(32),
    token: SIM_TOKEN,
    disableDeployRoute: true,
    runtimeProfile: 'persistent',
    requestOptions: { baseUrl: `${SIM_API}/v10` },
  },
  {
    commands: [new Greet(), new Slow()],
    modals: [new Question()],
    components: [new Wave(), new Ask()],
    listeners: [
      // Instead of `autoInteractions`, with which each shard would answer each interaction.
      new Interactions(),
      new Ready(),
      new GuildAvailable(),
      new MessageCreate(),
      new ReactionAdd(),
      new ThreadCreate(),
      new MembersChunk(),
    ],
  },
  [sharding],
);
await client.deployCommands({ mode: 'overwrite' });
