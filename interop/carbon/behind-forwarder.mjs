// The application behind gateway-forward, which is before gateway-sim: each an unmodified program of its own.
//
// FORWARDER is the forwarder's program; SIM_API, SIM_CONTROL and SIM_TOKEN say where the simulation is.

import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Checks, eventually } from '../checks.mjs';

const { FORWARDER, SIM_API, SIM_CONTROL, SIM_TOKEN } = process.env;
const checks = new Checks();
const folder = mkdtempSync(join(tmpdir(), 'forwarder-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));

const lines = [];
let complaints = '';

/** Starts the application; on the port of an earlier one where there was one. */
function startApp(publicHex, port = '0') {
  const app = spawn(process.execPath, [fileURLToPath(new URL('app.mjs', import.meta.url))], {
    env: { ...process.env, PUBLIC_KEY: publicHex, PORT: port },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  createInterface({ input: app.stdout }).on('line', (line) => lines.push(JSON.parse(line)));
  app.stderr.on('data', (text) => (complaints += text));
  process.once('exit', () => app.kill('SIGKILL'));
  return app;
}

const ended = (child) => new Promise((resolve) => child.once('exit', (code) => resolve(code)));
const named = (name) => lines.filter((line) => line.event === name);
const said = (content) => named('MESSAGE_CREATE').filter((line) => line.content === content);

async function act(action) {
  const answer = await fetch(`${SIM_CONTROL}/actions`, { method: 'POST', body: JSON.stringify(action) });
  if (!answer.ok) throw new Error(`${JSON.stringify(action)}: ${await answer.text()}`);
}

const keygen = spawnSync(FORWARDER, ['keygen'], { encoding: 'utf8' });
const publicHex = keygen.stderr.match(/public key: ([0-9a-f]{64})/)?.[1];
let app = startApp(publicHex);
let forwarder;
let url;
let log = '';
let statusPort;

/** A port that was free a moment ago. */
const freePort = () =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

await checks.part('start', async () => {
  const started = await eventually(() => lines.find((line) => line.listening), 'the application listens');
  url = started.listening;
  const config = join(folder, 'forward.toml');
  statusPort = await freePort();
  writeFileSync(
    config,
    `[discord]
intents = ["GUILDS", "GUILD_MESSAGES", "MESSAGE_CONTENT"]
api_url = "${SIM_API}"
state_folder = "${join(folder, 'state')}"
[status]
listen = "127.0.0.1:${statusPort}"
[[sink]]
name = "carbon"
type = "webhook"
url = "${url}"
[sink.retry]
max = "500ms"
`,
  );
  // Newlines escaped, as in a file of environment variables.
  const env = { ...process.env, DISCORD_TOKEN: SIM_TOKEN, FORWARD_PRIVATE_KEY: keygen.stdout.replaceAll('\n', '\\n') };
  const checked = execFileSync(FORWARDER, ['check', config], { env, encoding: 'utf8' });
  checks.ok(checked.includes('nothing wrong'), 'the configuration is right');
  forwarder = spawn(FORWARDER, ['run', config], { env, stdio: ['ignore', 'ignore', 'pipe'] });
  forwarder.stderr.on('data', (text) => (log += text));
  process.once('exit', () => forwarder.kill('SIGKILL'));
  await eventually(() => named('GUILD_AVAILABLE')[3], 'the guilds');
  checks.equal(named('GUILD_AVAILABLE').length, 4, 'the four guilds are available');
  checks.equal(named('GUILD_CREATE').length, 0, 'and none was joined');
});

await checks.part('events', async () => {
  await act({ do: 'message', content: 'größer als ASCII 🔥' });
  const message = await eventually(() => said('größer als ASCII 🔥')[0], 'a message');
  checks.ok(message.made.includes('Message'), 'a message reaches its listener as an object of Carbon');
});

await checks.part('a lost connection', async () => {
  await act([{ do: 'drop' }, { do: 'message', content: 'while away' }]);
  await eventually(() => said('while away')[0], 'the message sent while the gateway was away');
  checks.ok(true, 'what happened meanwhile arrives by Resume');
});

await checks.part('the application is down', async () => {
  app.kill('SIGKILL');
  await ended(app);
  for (const number of [1, 2, 3]) await act({ do: 'message', content: `while down ${number}` });
  app = startApp(publicHex, new URL(url).port);
  await eventually(() => said('while down 3')[0], 'the last message');
  const order = named('MESSAGE_CREATE').map((line) => line.content);
  const wanted = ['größer als ASCII 🔥', 'while away', 'while down 1', 'while down 2', 'while down 3'];
  checks.equal(order, wanted, 'every message arrived once, in order');
});

await checks.part('health and metrics', async () => {
  const status = (path) => fetch(`http://127.0.0.1:${statusPort}${path}`);
  const health = await eventually(async () => {
    const answer = await status('/health');
    return answer.status === 200 ? answer.json() : undefined;
  }, 'good health');
  checks.equal([health.healthy, health.shards, health.sinks_down], [true, 2, []], 'all is well again');
  let text = '';
  const value = (name) => Number(text.match(new RegExp(`^gateway_forward_${name}\\{sink="carbon"\\} (\\S+)$`, 'm'))?.[1]);
  // Gauges are brought up to date four times a second.
  await eventually(async () => {
    text = await (await status('/metrics')).text();
    return ['queue_depth', 'in_flight', 'oldest_age_seconds'].every((gauge) => value(gauge) === 0) || undefined;
  }, 'nothing waits');
  checks.ok(value('sent_total') >= 9 && value('retried_total') >= 1, 'the metrics count what was sent and retried');
  checks.equal([value('dead_total'), value('dropped_total')], [0, 0], 'and nothing was given up or dropped');
  checks.equal((await status('/')).status, 404, 'another path is not found');
});

await checks.part('exit', async () => {
  const [forwarderEnded, appEnded] = [ended(forwarder), ended(app)];
  forwarder.kill('SIGTERM');
  checks.ok((await forwarderEnded) === 0, `the forwarder ends when it is asked to${/ERROR/.test(log) ? `: ${log}` : ''}`);
  checks.ok(!log.includes('ERROR'), 'and reported no error');
  app.kill('SIGTERM');
  checks.equal(await appEnded, 0, 'the application ends when it is asked to');
  checks.equal(complaints, '', 'and had nothing to complain about');
});

checks.finish();
