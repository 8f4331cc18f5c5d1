// Unmodified clients behind rest-proxy, which is before gateway-sim: several processes of one bot share its buckets.
//
// PROXY is the proxy's program, TWILIGHT that of `interop/twilight`, PYTHON a Python with discord.py; SIM_API, SIM_CONTROL and
// SIM_TOKEN say where the simulation is.

import { createConnection } from 'node:net';
import { fileURLToPath } from 'node:url';
import { Checks, eventually } from '../checks.mjs';
import { Control } from '../control.mjs';
import { Proxy, run } from './proxy.mjs';

const { SIM_CONTROL, SIM_TOKEN, SIM_MEMBERS, PYTHON, TWILIGHT } = process.env;
const path = (name) => fileURLToPath(new URL(name, import.meta.url));
const CLIENTS = {
  'discord.js': [process.execPath, path('../discord.js/hammer.mjs')],
  'discord.py': [PYTHON, path('../discord.py/hammer.py')],
  twilight: [TWILIGHT],
};
const MESSAGES = 'POST /channels/{channel}/messages';
/** The limit of a channel. */
const [LIMIT, PER_MS] = [10, 1_000];
/** Messages of each process to each channel. */
const COUNT = 20;
const UPLOAD = 30 << 20;

const checks = new Checks();
const control = new Control(SIM_CONTROL);
let proxy = await Proxy.start();

const ask = async (method, below, body) => {
  const headers = { authorization: `Bot ${SIM_TOKEN}`, 'content-type': 'application/json' };
  return fetch(proxy.api + below, { method, headers, body: body && JSON.stringify(body) });
};
const get = async (below) => (await ask('GET', below)).json();

const guilds = await get('/v10/users/@me/guilds');
const channels = await Promise.all(
  guilds.map(async ({ id }) => (await get(`/v10/guilds/${id}/channels`)).find((channel) => channel.type === 0).id),
);

/** Two processes of each client, at once. */
function hammer(round, count) {
  const environment = (name) => ({
    PROXY_API: proxy.api,
    PROXY_ADDRESS: proxy.address,
    CHANNELS: channels.join(','),
    COUNT: String(count),
    NAME: `${round} ${name}`,
  });
  const started = Object.entries(CLIENTS).flatMap(([name, command]) =>
    ['a', 'b'].map(async (which) => ({ name, ...(await run(command, environment(`${name} ${which}`))) })),
  );
  return Promise.all(started);
}

/** All messages of the channels whose text begins so. */
async function written(round) {
  const pages = async (channel) => {
    const found = [];
    for (let before = ''; ; before = `&before=${found.at(-1).id}`) {
      const page = await get(`/v10/channels/${channel}/messages?limit=100${before}`);
      found.push(...page);
      if (page.length < 100) return found;
    }
  };
  const all = (await Promise.all(channels.map(pages))).flat();
  return all.filter((message) => message.content.startsWith(`${round} `));
}

const limited = async () => (await control.restStats()).by_status[429] ?? 0;
const ms = (id) => Number(BigInt(id) >> 22n);
const sum = (results, key) => results.reduce((total, result) => total + result[key], 0);
const contents = (list) => list.map((message) => message.content).sort();

await control.act({ do: 'rest_limit', route: MESSAGES, limit: LIMIT, per_ms: PER_MS });

await checks.part('six processes of one bot share four buckets', async () => {
  const results = await hammer('shared', COUNT);
  const messages = await written('shared');
  const answered = results.flatMap((result) => result.answered);
  const expected = 6 * COUNT * channels.length;
  for (const { name, failures } of results) checks.equal(failures, [], `${name}: nothing failed`);
  checks.equal(answered.length, expected, `${expected} messages were answered`);
  checks.equal(contents(messages), contents(answered), 'each was written once');
  checks.equal(sum(results, 'limited'), 0, 'no client saw a 429');
  checks.equal(sum(results, 'waited'), 0, 'no client waited by its own limiter');
  checks.equal(await limited(), 0, 'nor did the proxy');
  const times = messages.map(({ id }) => ms(id));
  const ideal = (messages.length / channels.length / LIMIT - 1) * PER_MS;
  const rate = ideal / (Math.max(...times) - Math.min(...times));
  // Not checked, because others may work on this machine.
  console.log(`        ${(rate * 100).toFixed(1)} % of the ideal rate`);
});

await checks.part('a path that nobody knows', async () => {
  const answers = await Promise.all(Array.from({ length: 5 }, () => ask('PUT', '/v10/new/thing/123', { a: 1 })));
  checks.equal(answers.map((answer) => answer.status), Array(5).fill(404), 'it is sent on, and the API answers');
  checks.ok(answers.every((answer) => !answer.headers.has('x-proxy-error')), 'the answer is not the proxy’s own');
});

await checks.part('an upload of 30 MB', async () => {
  const before = proxy.peak();
  const environment = { PROXY_API: proxy.api, CHANNELS: channels[0], NAME: 'one', BYTES: String(UPLOAD) };
  const { answered, failures } = await run([...CLIENTS['discord.js'], 'upload'], environment);
  checks.equal(failures, [], 'nothing failed');
  checks.equal(answered[0]?.size, UPLOAD, 'the whole file arrived');
  const grown = proxy.peak() - before;
  checks.ok(grown < 15, `the proxy held no more than ${grown.toFixed(1)} MB for it`);
});

await checks.part('a client that reads slowly holds no slot', async () => {
  const below = `/v10/guilds/${guilds[0].id}/members?limit=1000`;
  const [host, port] = proxy.address.split(':');
  const slow = createConnection({ host, port: Number(port) });
  slow.write(`GET /api${below} HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bot ${SIM_TOKEN}\r\nConnection: close\r\n\r\n`);
  let read = '';
  slow.setEncoding('utf8').once('data', (text) => {
    read += text;
    slow.pause();
  });
  await eventually(async () => (read ? true : undefined), 'its answer begins');
  const others = await Promise.all(Array.from({ length: 5 }, () => get(below)));
  const members = Math.min(1_000, Number(SIM_MEMBERS));
  checks.ok(others.every((list) => list.length === members), 'others of its bucket are answered');
  checks.equal(await proxy.metric('rest_proxy_in_flight'), 0, 'no slot is held');
  const ended = new Promise((resolve) => slow.once('end', resolve));
  slow.on('data', (text) => (read += text)).resume();
  await ended;
  checks.ok(read.startsWith('HTTP/1.1 200') && read.includes(others[0].at(-1).user.id), 'it gets all of its answer');
});

await checks.part('a proxy is killed in the midst', async () => {
  const sent = async () => (await control.restStats()).by_route[MESSAGES];
  const [before, first] = [await limited(), await sent()];
  const hammering = hammer('killed', COUNT / 2);
  await eventually(async () => ((await sent()) > first + 2 * LIMIT * channels.length ? true : undefined), 'some were sent');
  await proxy.end('SIGKILL');
  proxy = await Proxy.start(proxy.address);
  const results = await hammering;
  const messages = await written('killed');
  const answered = results.flatMap((result) => result.answered);
  const times = new Map();
  for (const { content } of messages) times.set(content, (times.get(content) ?? 0) + 1);
  checks.ok(sum(results.map(({ failures }) => ({ count: failures.length })), 'count') > 0, 'requests were under way');
  checks.equal(answered.filter(({ content }) => !times.has(content)), [], `none of ${answered.length} answered was lost`);
  // discord.js sends a request again by itself when its connection breaks.
  const twice = [...times].filter(([content, count]) => count > 1 && !content.includes('discord.js'));
  checks.equal(twice, [], 'none was sent twice');
  const unknown = messages.length - answered.length;
  checks.ok(unknown <= LIMIT * channels.length, `${unknown} were written whose answer was lost, no more than were in flight`);
  const met = (await limited()) - before;
  checks.ok(met <= channels.length, `the new proxy met ${met} times a limit that the old one knew of`);
});

await checks.part('end', async () => {
  const complaints = proxy.log.filter(({ level, message }) => level !== 'INFO' && message !== '429');
  checks.equal(complaints, [], 'it complained of nothing');
  checks.equal(await proxy.end('SIGTERM'), 0, 'it ends as asked');
});

checks.finish();
