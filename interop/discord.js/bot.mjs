// A bot as its author would write it. Only `rest.api` says that this is not the real Discord.

import {
  ActionRowBuilder,
  ButtonBuilder,
  ButtonStyle,
  Client,
  Events,
  GatewayIntentBits,
  LabelBuilder,
  MessageFlags,
  ModalBuilder,
  SlashCommandBuilder,
  TextInputBuilder,
  TextInputStyle,
} from 'discord.js';

export const COMMANDS = [
  new SlashCommandBuilder()
    .setName('greet')
    .setDescription('Greets somebody')
    .addStringOption((option) => option.setName('name').setDescription('Whom').setRequired(true)),
  new SlashCommandBuilder().setName('slow').setDescription('Answers later'),
];

/** A client with two shards or as many as the gateway recommends, which asks `apiUrl` for everything. */
export function createBot(apiUrl) {
  const client = new Client({
    // All of them.
    intents: Object.values(GatewayIntentBits).filter((bit) => typeof bit === 'number'),
    shards: 'auto',
    rest: { api: apiUrl },
  });
  client.on(Events.MessageCreate, async (message) => {
    if (!message.author.bot && message.content === '!ping') await message.reply('pong');
  });
  client.on(Events.InteractionCreate, answer);
  return client;
}

async function answer(interaction) {
  if (interaction.isChatInputCommand() && interaction.commandName === 'greet') {
    const buttons = new ActionRowBuilder().addComponents(
      new ButtonBuilder().setCustomId('wave').setLabel('Wave').setStyle(ButtonStyle.Primary),
      new ButtonBuilder().setCustomId('ask').setLabel('Ask').setStyle(ButtonStyle.Secondary),
    );
    const content = `Hello, ${interaction.options.getString('name', true)}!`;
    await interaction.reply({ content, components: [buttons] });
    await interaction.followUp({ content: 'Nice to meet you.', flags: MessageFlags.Ephemeral });
  } else if (interaction.isChatInputCommand() && interaction.commandName === 'slow') {
    await interaction.deferReply();
    await interaction.editReply('It took a while.');
  } else if (interaction.isButton() && interaction.customId === 'wave') {
    await interaction.update({ content: `${interaction.user.username} waved.`, components: [] });
  } else if (interaction.isButton() && interaction.customId === 'ask') {
    const input = new TextInputBuilder().setCustomId('answer').setStyle(TextInputStyle.Short);
    const label = new LabelBuilder().setLabel('Your answer').setTextInputComponent(input);
    await interaction.showModal(
      new ModalBuilder().setCustomId('question').setTitle('A question').addLabelComponents(label),
    );
  } else if (interaction.isModalSubmit() && interaction.customId === 'question') {
    await interaction.reply(`You said: ${interaction.fields.getTextInputValue('answer')}`);
  }
}
