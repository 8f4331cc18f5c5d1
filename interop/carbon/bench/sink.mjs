// The application's end of the bench: answers every delivery 204 and notes how long ago its message was written.
//
// Started with `fork`. It says `{url}` once, and `{guilds}` for each guild that became available. Asked for
// `{phase, count}`, it answers when it has that many messages of the phase, with `{phase, micros, repeated, unordered, last}`.

import { createServer } from 'node:http';

/** What the bench writes: phase, number, and the time of CLOCK_MONOTONIC in ns, which processes share. */
const WRITTEN = /"content":"bench (\w+) (\d+) (\d+)"/;

const phases = new Map();
const guilds = new Set();
let wanted;

function phase(name) {
  if (!phases.has(name)) phases.set(name, { micros: [], seen: new Set(), repeated: 0, unordered: 0, newest: new Map(), last: 0n });
  return phases.get(name);
}

/** A message of the bench. Messages of one guild are numbered upwards. */
function note(body, [, name, number, written], now) {
  const found = phase(name);
  if (found.seen.has(number)) {
    found.repeated += 1;
    return;
  }
  found.seen.add(number);
  found.micros.push(Number(now - BigInt(written)) / 1000);
  found.last = now;
  const guild = body.match(/"guild_id":"(\d+)"/)?.[1];
  if (Number(number) < (found.newest.get(guild) ?? -1)) found.unordered += 1;
  else found.newest.set(guild, Number(number));
}

function received(body, now) {
  const message = body.match(WRITTEN);
  if (message) {
    note(body, message, now);
    answer();
    return;
  }
  const { event } = JSON.parse(body);
  if (event.type !== 'GUILD_AVAILABLE') return;
  guilds.add(event.data.id);
  process.send({ guilds: [...guilds] });
}

function answer() {
  const found = wanted && phase(wanted.phase);
  if (!found || found.micros.length < wanted.count) return;
  const { micros, repeated, unordered, last } = found;
  process.send({ phase: wanted.phase, micros, repeated, unordered, last: String(last) });
  wanted = undefined;
}

const server = createServer((incoming, outgoing) => {
  const parts = [];
  incoming.on('data', (part) => parts.push(part));
  incoming.on('end', () => {
    const now = process.hrtime.bigint();
    outgoing.writeHead(204).end();
    received(Buffer.concat(parts).toString(), now);
  });
});
server.listen(0, '127.0.0.1', () => process.send({ url: `http://127.0.0.1:${server.address().port}/events` }));
process.on('message', (question) => {
  wanted = question;
  answer();
});
process.on('disconnect', () => process.exit());
