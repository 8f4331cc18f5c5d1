// A bot of discordeno. Only `rest.proxy` says that this is not the real Discord.

import { createBot, Intents } from '@discordeno/bot';
import { report, watchWarnings } from '../scenario/report.mjs';
import { COMMANDS } from './commands.mjs';

const { SIM_API, SIM_TOKEN } = process.env;

watchWarnings();

const note = (...args) => report('warning', { text: args.map((one) => one?.stack ?? String(one)).join(' ') });
const quiet = () => {};
const bot = createBot({
  token: SIM_TOKEN,
  intents: Intents.Guilds | Intents.GuildMessages | Intents.MessageContent,
  rest: { proxy: { baseUrl: SIM_API, authorization: `Bot ${SIM_TOKEN}` } },
  loggerFactory: () => ({ debug: quiet, info: quiet, warn: note, error: note, fatal: note }),
  desiredProperties: {
    guild: { id: true, memberCount: true, channels: true },
    message: { id: true, content: true, author: true, channelId: true },
    user: { id: true, toggles: true },
    interaction: { id: true, token: true, type: true, data: true },
  },
  events: {
    async ready({ user, shardId }) {
      report('ready', { user: String(user.id) });
      if (shardId === 0) await bot.helpers.upsertGlobalApplicationCommands(COMMANDS);
    },
    guildCreate({ id, memberCount, channels }) {
      report('guild', { id: String(id), members: memberCount, channels: channels.size });
    },
    async messageCreate({ id, content, author, channelId }) {
      report('message', { content, channel: String(channelId), mine: author.id === bot.id });
      if (author.bot) return;
      if (content === '!ping') {
        const messageReference = { messageId: id, failIfNotExists: false };
        await bot.helpers.sendMessage(channelId, { content: 'pong', messageReference });
      }
      if (content === '!quit') {
        await bot.shutdown();
        // A timer of its own would keep the process.
        process.exit();
      }
    },
    async interactionCreate({ id, token, data }) {
      report('command', { id: String(id), name: data.name });
      const content = data.name === 'greet' ? `Hello, ${data.options[0].value}!` : 'It took a while.';
      await bot.helpers.sendInteractionResponse(id, token, { type: 4, data: { content } });
    },
  },
});

await bot.start();
