// An unmodified @discordjs/rest behind rest-proxy, one of several processes of a bot.
//
// `hammer` sends COUNT messages to each of CHANNELS at once; `upload` sends one file of BYTES. PROXY_API is the base URL. It
// prints one line of JSON: what was answered, what failed, and what it saw of limits.

import { REST, Routes } from 'discord.js';

const { PROXY_API, SIM_TOKEN, CHANNELS, COUNT, NAME, BYTES } = process.env;
const channels = CHANNELS.split(',');

// As the README of rest-proxy says: a longer time limit than 15 s, and the global limit left to the proxy.
const rest = new REST({ api: PROXY_API, timeout: 300_000, globalRequestsPerSecond: 1_000 }).setToken(SIM_TOKEN);
let limited = 0;
let waited = 0;
rest.on('response', (_, response) => (limited += Number(response.status === 429)));
rest.on('rateLimited', () => (waited += 1));

const answered = [];
const failures = [];

async function send(channel, content, files) {
  try {
    const message = await rest.post(Routes.channelMessages(channel), { body: { content }, files });
    answered.push({ content, id: message.id, size: message.attachments[0]?.size });
  } catch (error) {
    failures.push(String(error));
  }
}

if (process.argv[2] === 'upload') {
  await send(channels[0], `${NAME} upload`, [{ name: 'a.bin', data: Buffer.alloc(Number(BYTES), 7) }]);
} else {
  const numbers = Array.from({ length: Number(COUNT) }, (_, number) => number);
  await Promise.all(channels.flatMap((channel) => numbers.map((number) => send(channel, `${NAME} ${channel} ${number}`))));
}
console.log(JSON.stringify({ answered, failures, limited, waited }));
