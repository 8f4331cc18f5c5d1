// Handles a bot's events in order and sends a command: docs/stream.md is the contract.
//
//     node consumer.mjs URL GROUP BUCKET FILE
//
// A line of FILE is an event that was handled: that is what makes it exactly once. One process of a GROUP at a time.

import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { AckPolicy, DeliverPolicy, jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect, nanos } from '@nats-io/transport-node';

const [STREAM, PREFIX, PARTITIONS, VERSION] = ['DISCORD', 'discord', 4, 1];
const [url, group, bucket, file] = process.argv.slice(2);

const nc = await connect({ servers: url, maxReconnectAttempts: -1, reconnectTimeWait: 200 });
const [js, jsm] = [jetstream(nc), await jetstreamManager(nc)];
const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : [];
const handled = new Set(lines.map((line) => line.split(' ')[1]));

/** A consumer that begins where the last one was acknowledged: what was not handled comes before what follows. */
async function takeUp(partition) {
  const base = `${group}-${PARTITIONS}-${partition}-`;
  const known = [];
  for await (const info of jsm.consumers.list(STREAM)) if (info.name.startsWith(base)) known.push(info);
  const starts = known.map((it) => Math.max(it.ack_floor.stream_seq, (it.config.opt_start_seq ?? 1) - 1));
  const epochs = known.map((it) => Number(it.name.slice(base.length).split('-')[0]));
  const name = `${base}${Math.max(0, ...epochs) + 1}-0`;
  await jsm.consumers.add(STREAM, {
    durable_name: name,
    deliver_policy: DeliverPolicy.StartSequence,
    opt_start_seq: Math.max(0, ...starts) + 1,
    filter_subject: `${PREFIX}.${PARTITIONS}.${partition}.>`,
    ack_policy: AckPolicy.All,
    ack_wait: nanos(3_600_000),
    max_ack_pending: 256,
  });
  for (const old of known) await jsm.consumers.delete(STREAM, old.name);
  return js.consumers.get(STREAM, name);
}

async function handle(event) {
  if (event.type !== 'MESSAGE_CREATE' || event.data.content !== '!idle') return;
  const presence = { since: null, activities: [], status: 'idle', afk: false };
  const command = JSON.stringify({ v: 1, command: { update_presence: presence } });
  const answer = await nc.request(`gateway-fleet.${bucket}.command`, command, { timeout: 10_000 });
  console.log('command:', answer.json().done);
}

async function consume(partition) {
  const consumer = await takeUp(partition);
  for await (const message of await consumer.consume({ max_messages: 64 })) {
    if (Number(message.headers.get('Gateway-Version')) > VERSION) throw new Error('the stream is of a later version');
    const [key, { event }] = [message.headers.get('Nats-Msg-Id'), message.json()];
    if (!handled.has(key)) {
      await handle(event);
      handled.add(key);
      const guild = message.subject.split('.').at(-1);
      appendFileSync(file, `${guild} ${key} ${event.type} ${event.data.content ?? ''}\n`);
    }
    message.ack();
  }
}

await Promise.all(Array.from({ length: PARTITIONS }, (_, partition) => consume(partition)));
