// Starts the application and sends it deliveries made by hand: genuine ones, forged ones, replayed ones.

import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Checks, eventually } from '../checks.mjs';
import { delivery, keyPair, resigned, send } from './delivery.mjs';

const GUILD = '81384788765712384';
const { privateKey, publicHex } = keyPair();
const checks = new Checks();

const app = spawn(process.execPath, [fileURLToPath(new URL('app.mjs', import.meta.url))], {
  env: { ...process.env, PUBLIC_KEY: publicHex, PORT: '0' },
  stdio: ['ignore', 'pipe', 'pipe'],
});
const lines = [];
let complaints = '';
createInterface({ input: app.stdout }).on('line', (line) => lines.push(JSON.parse(line)));
app.stderr.on('data', (text) => (complaints += text));
const ended = new Promise((resolve) => app.once('exit', resolve));
process.once('exit', () => app.kill('SIGKILL'));

const events = (id) => lines.filter((line) => line.event && line.id === id);
const message = (id, content) => ({
  id,
  content,
  channel_id: '5',
  guild_id: GUILD,
  author: { id: '7', username: 'ada', discriminator: '0', global_name: null, avatar: null },
  member: { roles: [], joined_at: '2024-03-01T12:00:00.000000+00:00', deaf: false, mute: false, flags: 0 },
  timestamp: '2026-01-01T00:00:00.000000+00:00',
  edited_timestamp: null,
  tts: false,
  mention_everyone: false,
  mentions: [],
  mention_roles: [],
  attachments: [],
  embeds: [],
  pinned: false,
  type: 0,
});
const said = (id, content) => delivery(privateKey, 'MESSAGE_CREATE', message(id, content));

await checks.part('genuine deliveries', async () => {
  const started = await eventually(() => lines.find((line) => line.listening), 'the application listens');
  app.url = started.listening;
  checks.ok(started.listeners > 50, `${started.listeners} kinds of events have a listener`);
  checks.equal(await send(app.url, said('1', 'größer als ASCII 🔥')), 204, 'a signed event is accepted');
  const [event] = await eventually(() => (events('1').length ? events('1') : undefined), 'the event');
  const wanted = ['MESSAGE_CREATE', 'größer als ASCII 🔥'];
  checks.equal([event.event, event.content], wanted, 'its listener has it, untouched');
  checks.equal(event.made.sort(), ['Guild', 'GuildMember', 'Message', 'User'], 'as objects of Carbon');
  for (const name of ['GUILD_AVAILABLE', 'GUILD_UNAVAILABLE']) {
    const id = name;
    const unavailable = name === 'GUILD_UNAVAILABLE';
    const guild = { id, name: 'Harbour', unavailable, roles: [], emojis: [], features: [] };
    checks.equal(await send(app.url, delivery(privateKey, name, guild)), 204, `${name} is accepted`);
    const got = await eventually(() => events(id)[0], name);
    checks.equal(got.event, name, 'and reaches its own listener');
  }
  const ping = { headers: {}, body: JSON.stringify({ version: 1, application_id: '1', type: 0 }) };
  checks.equal(await send(app.url, resigned(ping, privateKey)), 204, 'a ping is answered');
});

await checks.part('forged deliveries', async () => {
  const real = said('2', 'real');
  const changed = { ...real, body: real.body.replace('real', 'fake') };
  checks.equal(await send(app.url, changed), 401, 'another body under the signature is refused');
  const other = resigned(real, keyPair().privateKey);
  checks.equal(await send(app.url, other), 401, 'a signature of another key is refused');
  for (const header of ['X-Signature-Ed25519', 'X-Signature-Timestamp']) {
    const { [header]: _, ...headers } = real.headers;
    checks.equal(await send(app.url, { ...real, headers }), 401, `a delivery without ${header} is refused`);
  }
  const cut = { ...real, headers: { ...real.headers, 'X-Signature-Ed25519': 'not hex' } };
  checks.equal(await send(app.url, cut), 401, 'a signature that is none is refused');
  checks.equal(events('2').length, 0, 'nothing of it reached a listener');
  checks.equal(await send(app.url, real), 204, 'the real one with the same id is still accepted');
  await eventually(() => events('2')[0], 'the real event');
});

await checks.part('replayed deliveries', async () => {
  const real = said('3', 'once');
  checks.equal(await send(app.url, real), 204, 'a delivery is accepted');
  await eventually(() => events('3')[0], 'the event');
  const later = { ...real.headers, 'X-Signature-Timestamp': String(Date.now() + 1) };
  checks.equal(await send(app.url, { ...real, headers: later }), 401, 'its body under another time is refused');
  checks.equal(await send(app.url, real), 204, 'the same once more is thanked for, as a retry would be');
  checks.equal(await send(app.url, resigned(real, privateKey)), 204, 'and so is a retry, signed anew');
  const old = delivery(privateKey, 'MESSAGE_CREATE', message('4', 'old'), Date.now() - 3_600_000);
  checks.equal(await send(app.url, old), 401, 'a delivery of an hour ago is refused');
  await send(app.url, said('5', 'last'));
  await eventually(() => events('5')[0], 'the last event');
  checks.equal(events('3').length, 1, 'the listener had the event once');
  checks.equal(events('4').length, 0, 'and the old one never');
});

await checks.part('exit', async () => {
  app.kill('SIGTERM');
  checks.equal(await ended, 0, 'the application ends when it is asked to');
  checks.equal(complaints, '', 'and had nothing to complain about');
});

checks.finish();
