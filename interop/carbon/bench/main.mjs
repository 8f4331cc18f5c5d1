// What forwarding costs: gateway-sim, a forwarder, and a sink on Node, each a process of its own. Once for each
// forwarder; all deliver the same messages, sixteen at a time at most.
//
//   cargo build --release -p gateway-sim -p gateway-forward
//   npm ci --prefix interop/carbon --include=optional      # `ws`, without which Carbon has no WebSocket on Node 20
//   node interop/carbon/bench/main.mjs
//
// Prints a row of Markdown for each: latency at a steady rate, then events a second and CPU time of bursts.

import { fork, spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { eventually } from '../../checks.mjs';

const GUILDS = 16;
const MAX_IN_FLIGHT = 16;
/** A message every 5 ms for 10 s. */
const STEADY = { count: 2000, everyMs: 5 };
/** Below the 8,000 deliveries that Carbon's queue holds: beyond them it drops. */
const BURST = 5000;
const BURSTS = 4;
/** Messages before anything is counted: connections, and what Node compiles. */
const WARM_UP = 3000;
/** The clock of /proc/PID/stat. */
const TICKS_A_SECOND = 100;
const LIMIT_MS = 60_000;

/** GUILDS, GUILD_MESSAGES and MESSAGE_CONTENT. */
const INTENTS = { names: ['GUILDS', 'GUILD_MESSAGES', 'MESSAGE_CONTENT'], bits: (1 << 0) | (1 << 9) | (1 << 15) };
const TOKEN = 'OTAwMDAwMDAwMDAwMDAwMDAx.inter.op_token_of_nobody';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const programs = join(process.env.CARGO_TARGET_DIR ?? join(root, 'target'), 'release');
const folder = mkdtempSync(join(tmpdir(), 'forwarder-bench-'));
const children = new Set();
process.once('exit', () => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

const here = (file) => fileURLToPath(new URL(file, import.meta.url));
const privateKey = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' });

function start(child) {
  children.add(child);
  child.once('exit', () => children.delete(child));
  return child;
}

async function stop(child) {
  if (!children.has(child)) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}

async function startSim() {
  const options = ['--json', '--port', '0', '--guilds', GUILDS, '--members', '100', '--shards', '1', '--token', TOKEN];
  const sim = start(spawn(join(programs, 'gateway-sim'), options, { stdio: ['ignore', 'pipe', 'inherit'] }));
  const [line] = await once(createInterface({ input: sim.stdout }), 'line');
  return { sim, ...JSON.parse(line) };
}

async function startSink() {
  const sink = start(fork(here('sink.mjs')));
  const [{ url }] = await once(sink, 'message');
  let guilds = [];
  sink.on('message', (said) => (guilds = said.guilds ?? guilds));
  return { sink, url, guilds: () => (guilds.length === GUILDS ? guilds : undefined) };
}

/** gateway-forward with a choice of `order`. */
function ours(order) {
  return (api, _gateway, sink) => {
    const config = join(folder, `${order}.toml`);
    writeFileSync(
      config,
      `[discord]
intents = ${JSON.stringify(INTENTS.names)}
api_url = "${api}"
state_folder = "${join(folder, order)}"
[[sink]]
name = "sink"
type = "webhook"
url = "${sink}"
[sink.queue]
order = "${order}"
max_in_flight = ${MAX_IN_FLIGHT}
`,
    );
    const env = { ...process.env, DISCORD_TOKEN: TOKEN, FORWARD_PRIVATE_KEY: privateKey };
    return spawn(join(programs, 'gateway-forward'), ['run', config], { env, stdio: ['ignore', 'ignore', 'ignore'] });
  };
}

function carbons(_api, gateway, sink) {
  const env = { ...process.env, SIM_GATEWAY: gateway, SIM_TOKEN: TOKEN, SINK: sink, FORWARD_PRIVATE_KEY: privateKey };
  Object.assign(env, { INTENTS: INTENTS.bits, MAX_IN_FLIGHT });
  return spawn(process.execPath, [here('carbon.mjs')], { env, stdio: ['ignore', 'ignore', 'inherit'] });
}

/** User and system time of a process so far, in microseconds. */
function cpuMicros(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return ((Number(fields[11]) + Number(fields[12])) * 1e6) / TICKS_A_SECOND;
}

const peakMiB = (pid) => Number(readFileSync(`/proc/${pid}/status`, 'utf8').match(/VmHWM:\s+(\d+)/)[1]) / 1024;

/** Messages numbered from 0, one guild after the other. */
function message(guilds, phase, number) {
  const content = `bench ${phase} ${number} ${process.hrtime.bigint()}`;
  return { do: 'message', guild: guilds[number % guilds.length], content };
}

async function act(control, actions) {
  const answer = await fetch(`${control}/actions`, { method: 'POST', body: JSON.stringify(actions) });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`the simulation refuses: ${text.slice(0, 300)}`);
}

/** What the sink has to say when it has all of a phase. */
function all(sink, phase, count) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${phase}: not ${count} messages in ${LIMIT_MS} ms`)), LIMIT_MS);
    const listener = (said) => {
      if (said.phase !== phase) return;
      clearTimeout(timer);
      sink.off('message', listener);
      resolve(said);
    };
    sink.on('message', listener);
    sink.send({ phase, count });
  });
}

async function steady(bench) {
  const done = all(bench.sink, 'steady', STEADY.count);
  const begin = performance.now();
  const asked = [];
  for (let number = 0; number < STEADY.count; number += 1) {
    const early = begin + number * STEADY.everyMs - performance.now();
    if (early > 0) await sleep(early);
    asked.push(act(bench.control, message(bench.guilds, 'steady', number)));
  }
  await Promise.all(asked);
  return done;
}

/** One burst; its wall time in seconds, from before its first message was written until the last arrived. */
async function burst(bench, phase, count) {
  const begin = process.hrtime.bigint();
  const done = all(bench.sink, phase, count);
  await act(bench.control, Array.from({ length: count }, (_, number) => message(bench.guilds, phase, number)));
  const told = await done;
  return { ...told, seconds: Number(BigInt(told.last) - begin) / 1e9 };
}

function percentile(values, share) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}

async function measure(name, forwarder) {
  const { sim, api, gateway, control } = await startSim();
  const { sink, url, guilds } = await startSink();
  const running = start(forwarder(api, gateway, url));
  const bench = { sink, control, guilds: await eventually(guilds, `${name}: the guilds`) };
  await burst(bench, 'warmup', WARM_UP);
  const calm = await steady(bench);
  const before = cpuMicros(running.pid);
  const bursts = [];
  for (let number = 1; number <= BURSTS; number += 1) bursts.push(await burst(bench, `burst${number}`, BURST));
  const micros = (cpuMicros(running.pid) - before) / (BURST * BURSTS);
  const seconds = bursts.reduce((sum, one) => sum + one.seconds, 0);
  const sum = (what) => calm[what] + bursts.reduce((soFar, one) => soFar + one[what], 0);
  const row = [
    name,
    ...[0.5, 0.99].map((share) => (percentile(calm.micros, share) / 1000).toFixed(2)),
    Math.round((BURST * BURSTS) / seconds),
    micros.toFixed(0),
    Math.round(1e6 / micros),
    peakMiB(running.pid).toFixed(0),
    sum('unordered'),
  ];
  if (sum('repeated') > 0) console.error(`${name}: ${sum('repeated')} messages came twice`);
  for (const child of [running, sink, sim]) await stop(child);
  return `| ${row.join(' | ')} |`;
}

console.log('| forwarder | p50 ms | p99 ms | events a second, wall | CPU us an event | events a second of a core | peak MiB | out of order |');
console.log('| --- | --- | --- | --- | --- | --- | --- | --- |');
console.log(await measure('gateway-forward, order of a guild', ours('guild')));
console.log(await measure('gateway-forward, no order', ours('none')));
console.log(await measure("Carbon's GatewayForwarderPlugin, no order", carbons));
