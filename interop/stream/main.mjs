// Consumers of the event stream in other languages, behind gateway-forward before gateway-sim: they handle events in order, survive
// kill -9, and send a command.
//
// FORWARDER is the forwarder's program, PYTHON a Python with nats-py; SIM_API, SIM_CONTROL and SIM_TOKEN say where the
// simulation is. `nats-server` is in the PATH.

import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Checks, eventually } from '../checks.mjs';

const { FORWARDER, PYTHON, SIM_API, SIM_CONTROL, SIM_TOKEN } = process.env;
const MESSAGES = 60;
const checks = new Checks();
const folder = mkdtempSync(join(tmpdir(), 'stream-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));

let complaints = '';

/** Starts a program that ends with this one. */
function start(program, args, env = {}) {
  const child = spawn(program, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  child.said = '';
  child.stdout.on('data', (text) => (child.said += text));
  child.stderr.on('data', (text) => (child.said += text));
  process.once('exit', () => child.kill('SIGKILL'));
  return child;
}

const ended = (child) => new Promise((resolve) => child.once('exit', (code) => resolve(code)));

/** A port that was free a moment ago. */
const freePort = () =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

async function act(action) {
  const answer = await fetch(`${SIM_CONTROL}/actions`, { method: 'POST', body: JSON.stringify(action) });
  if (!answer.ok) throw new Error(`${JSON.stringify(action)}: ${await answer.text()}`);
}

const presences = async () => (await (await fetch(`${SIM_CONTROL}/stats`)).json()).gateway.received?.['3'] ?? 0;

const port = await freePort();
const url = `nats://127.0.0.1:${port}`;
const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const consumers = [
  { name: 'python', program: PYTHON, script: here('consumer.py') },
  { name: 'javascript', program: process.execPath, script: here('consumer.mjs') },
];
for (const consumer of consumers) consumer.file = join(folder, consumer.name);

const startConsumer = (consumer) => {
  consumer.child = start(consumer.program, [consumer.script, url, consumer.name, 'fleet-interop', consumer.file]);
};

/** What a consumer handled, a line an event: guild, id, name and text. */
const handled = ({ file }) =>
  existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(0, -1).map((line) => line.split(' ')) : [];
const messages = (consumer) => handled(consumer).filter(([, , name, text]) => name === 'MESSAGE_CREATE' && /^\d+$/.test(text));

let channels = [];
const say = async (from, to) => {
  for (let number = from; number < to; number += 1) {
    await act({ do: 'message', channel: channels[number % channels.length], content: String(number) });
  }
};

const nats = start('nats-server', ['--addr', '127.0.0.1', '--port', String(port), '--jetstream', '--store_dir', join(folder, 'nats')]);
let forwarder;

await checks.part('start', async () => {
  await eventually(() => (/Server is ready/.test(nats.said) ? true : undefined), 'nats-server is ready');
  const config = join(folder, 'forward.toml');
  writeFileSync(
    config,
    `[discord]
intents = ["GUILDS", "GUILD_MESSAGES", "MESSAGE_CONTENT"]
api_url = "${SIM_API}"
state_folder = "${join(folder, 'state')}"
shards = 2
[fleet]
name = "interop"
worker = "gateway-1"
capacity = 2
[[sink]]
name = "bus"
type = "nats"
server = "${url}"
partitions = 4
`,
  );
  forwarder = start(FORWARDER, ['run', config], { DISCORD_TOKEN: SIM_TOKEN });
  // The forwarder makes the stream.
  await eventually(async () => {
    if (/joined the fleet/.test(forwarder.said)) return true;
    if (forwarder.exitCode !== null) throw new Error(forwarder.said);
    return undefined;
  }, 'the forwarder joins its fleet');
  for (const consumer of consumers) startConsumer(consumer);
  for (const consumer of consumers) {
    const guilds = await eventually(() => {
      const known = handled(consumer).filter(([, , name]) => name === 'GUILD_AVAILABLE');
      return known.length === 4 ? known.map(([guild]) => guild) : undefined;
    }, `${consumer.name} has the guilds: ${consumer.child.said}`);
    checks.equal(new Set(guilds).size, 4, `${consumer.name} is told of the four guilds`);
    channels = [];
    for (const guild of guilds) {
      const answer = await fetch(`${SIM_API}/v10/guilds/${guild}/channels`, { headers: { authorization: `Bot ${SIM_TOKEN}` } });
      channels.push((await answer.json()).find((channel) => channel.type === 0).id);
    }
  }
});

await checks.part('events, and consumers that are killed', async () => {
  await say(0, MESSAGES / 3);
  for (const consumer of consumers) {
    await eventually(() => (messages(consumer).length > 3 ? true : undefined), `${consumer.name} handles messages`);
  }
  const saying = say(MESSAGES / 3, MESSAGES);
  for (const consumer of consumers) {
    const dead = ended(consumer.child);
    consumer.child.kill('SIGKILL');
    await dead;
  }
  await saying;
  for (const consumer of consumers) startConsumer(consumer);
  for (const consumer of consumers) {
    await eventually(() => (messages(consumer).length >= MESSAGES ? true : undefined), `${consumer.name} goes on: ${consumer.child.said}`);
    const texts = messages(consumer).map(([, , , text]) => Number(text));
    checks.equal([...texts].sort((a, b) => a - b), Array.from({ length: MESSAGES }, (_, at) => at), `${consumer.name} handled each message once`);
    const guilds = byGuild(messages(consumer));
    const ordered = [...guilds.values()].every((of) => of.every(([, , , text], at) => at === 0 || Number(of[at - 1][3]) < Number(text)));
    checks.ok(ordered, `${consumer.name} kept the order of each guild`);
  }
});

function byGuild(lines) {
  const guilds = new Map();
  for (const line of lines) guilds.set(line[0], [...(guilds.get(line[0]) ?? []), line]);
  return guilds;
}

await checks.part('a command', async () => {
  const before = await presences();
  await act({ do: 'message', channel: channels[0], content: '!idle' });
  for (const consumer of consumers) {
    await eventually(() => (/command: sent/.test(consumer.child.said) ? true : undefined), `${consumer.name}'s command: ${consumer.child.said}`);
    checks.ok(true, `${consumer.name} is told that its command was sent`);
  }
  await eventually(async () => ((await presences()) === before + 4 ? true : undefined), 'Discord has both, on two shards each');
  checks.ok(true, 'and Discord has them');
});

await checks.part('exit', async () => {
  for (const consumer of consumers) {
    complaints += consumer.child.said.replace('command: sent\n', '');
    consumer.child.kill('SIGKILL');
  }
  checks.equal(complaints, '', 'the consumers had nothing to complain about');
  const gone = ended(forwarder);
  forwarder.kill('SIGTERM');
  checks.equal(await gone, 0, 'the forwarder ends when it is asked to');
  // The last of a fleet says that nobody is left.
  const errors = forwarder.said.split('\n').filter((line) => line.includes('ERROR') && !line.includes('can hold 0 of 2'));
  checks.equal(errors, [], 'and reported no error');
});

nats.kill('SIGKILL');
checks.finish();
