// A bot of oceanic.js. Only `rest.baseURL` says that this is not the real Discord.

import { ButtonStyles, Client, ComponentTypes, MessageFlags, TextInputStyles } from 'oceanic.js';
import { report, watchWarnings } from '../scenario/report.mjs';

const { SIM_API, SIM_TOKEN } = process.env;

watchWarnings();

const client = new Client({
  auth: `Bot ${SIM_TOKEN}`,
  rest: { baseURL: `${SIM_API}/v10` },
  gateway: {
    intents: ['ALL'],
    maxShards: 'auto',
    concurrency: 'auto',
  },
});

/** What the bot does when a user writes one of these. */
const asked = {
  '!ping': (message) =>
    message.channel.createMessage({ content: 'pong', messageReference: { messageID: message.id } }),
  '!react': (message) => message.createReaction('🔥'),
  '!pin': async (message) => {
    await message.pin();
    const pins = await message.channel.getPins();
    report('pins', { messages: pins.map((pin) => pin.message.id) });
  },
  '!thread': async (message) => {
    const thread = await message.startThread({ name: 'a thread' });
    await thread.createMessage({ content: 'in it' });
  },
  '!members': async ({ guild }) => {
    const members = await guild.fetchMembers();
    report('members', { guild: guild.id, count: members.length });
  },
  '!fetch': async ({ id, guildID: guild, channelID: channel }) => {
    const { guilds, channels, applications, misc } = client.rest;
    const asked = {
      guild: () => guilds.get(guild, true),
      preview: () => guilds.getPreview(guild),
      channels: () => guilds.getChannels(guild),
      roles: () => guilds.getRoles(guild),
      roleMemberCounts: () => guilds.getRoleMemberCounts(guild),
      members: () => guilds.getMembers(guild, { limit: 5 }),
      bans: () => guilds.getBans(guild),
      emojis: () => guilds.getEmojis(guild),
      stickers: () => guilds.getStickers(guild),
      sounds: () => guilds.getSoundboardSounds(guild),
      auditLog: () => guilds.getAuditLog(guild),
      scheduledEvents: () => guilds.getScheduledEvents(guild, 1),
      autoModeration: () => guilds.getAutoModerationRules(guild),
      invites: () => guilds.getInvites(guild),
      templates: () => guilds.getTemplates(guild),
      integrations: () => guilds.getIntegrations(guild),
      onboarding: () => guilds.getOnboarding(guild),
      widget: () => guilds.getWidgetSettings(guild),
      regions: () => guilds.getVoiceRegions(guild),
      activeThreads: () => guilds.getActiveThreads(guild),
      archivedThreads: () => channels.getPublicArchivedThreads(channel),
      channel: () => channels.get(channel),
      messages: () => channels.getMessages(channel, { limit: 5 }),
      reactions: () => channels.getReactions(channel, id, '👍'),
      application: () => applications.getCurrent(),
      commands: () => applications.getGlobalCommands(client.application.id),
      entitlements: () => applications.getEntitlements(client.application.id),
      stickerPacks: () => misc.getStickerPacks(),
    };
    const failed = [];
    for (const [name, ask] of Object.entries(asked)) await ask().catch((error) => failed.push(`${name}: ${error}`));
    report('fetched', { kinds: Object.keys(asked).length, failed });
  },
  '!quit': () => client.disconnect(false),
};

client.on('ready', async () => {
  report('ready', { user: client.user.id });
  // The guilds of READY are there by now, without an event of their own.
  for (const { id, memberCount: members, channels } of client.guilds.values()) {
    report('guild', { id, members, channels: channels.size });
  }
  await client.application.bulkEditGlobalCommands([
    {
      type: 1,
      name: 'greet',
      description: 'Greets somebody',
      options: [{ type: 3, name: 'name', description: 'Whom', required: true }],
    },
    { type: 1, name: 'slow', description: 'Answers later' },
  ]);
});
client.on('messageCreate', async (message) => {
  const { content, channelID: channel, author } = message;
  report('message', { content, channel, mine: author.id === client.user.id });
  if (!author.bot) await asked[content]?.(message);
});
client.on('messageReactionAdd', (message, _, { emoji }) => report('reaction', { message: message.id, emoji: emoji.name }));
client.on('threadCreate', ({ id, name, parentID: parent }) => report('thread', { id, name, parent }));
client.on('interactionCreate', async (interaction) => {
  if (interaction.isCommandInteraction()) await useCommand(interaction);
  else if (interaction.isComponentInteraction()) await press(interaction);
  else if (interaction.isModalSubmitInteraction()) {
    await interaction.createMessage({ content: `You said: ${interaction.data.components.getTextInput('answer')}` });
  }
});
client.on('warn', (text) => report('warning', { text }));
client.on('error', (error) => report('warning', { text: String(error?.stack ?? error) }));

const row = (...components) => [{ type: ComponentTypes.ACTION_ROW, components }];

async function useCommand(interaction) {
  report('command', { id: interaction.id, name: interaction.data.name });
  if (interaction.data.name === 'slow') {
    await interaction.defer();
    await interaction.editOriginal({ content: 'It took a while.' });
    return;
  }
  const button = (customID, label, style) => ({ type: ComponentTypes.BUTTON, customID, label, style });
  const components = row(button('wave', 'Wave', ButtonStyles.PRIMARY), button('ask', 'Ask', ButtonStyles.SECONDARY));
  const name = interaction.data.options.getString('name', true);
  await interaction.createMessage({ content: `Hello, ${name}!`, components });
  await interaction.createFollowup({ content: 'Nice to meet you.', flags: MessageFlags.EPHEMERAL });
}

async function press(interaction) {
  if (interaction.data.customID === 'wave') {
    await interaction.editParent({ content: 'Somebody waved.', components: [] });
    return;
  }
  const style = TextInputStyles.SHORT;
  const components = row({ type: ComponentTypes.TEXT_INPUT, customID: 'answer', label: 'Your answer', style });
  await interaction.createModal({ customID: 'question', title: 'A question', components });
}

await client.connect();
