// A running simulator.
'use strict';

const { setTimeout: sleep } = require('node:timers/promises');
const { Child } = require('./child.cjs');
const { Control } = require('./control.cjs');
const { SimError } = require('./errors.cjs');

const POLL_MS = 20;
// The flag of the message that a deferred answer creates: the bot "is thinking".
// https://discord.com/developers/docs/resources/message#message-object-message-flags
const LOADING = 1 << 7;

// Returns whether the bot has answered an interaction, not only deferred its answer.
function isAnswered({ callback, message }) {
  return Boolean(callback) && ((message?.flags ?? 0) & LOADING) === 0;
}

class Sim {
  #child;
  #control;

  constructor(child, addresses) {
    this.#child = child;
    this.url = addresses.control.replace(/\/sim$/, '');
    this.api = addresses.api;
    this.gateway = addresses.gateway;
    this.control = addresses.control;
    this.voice = addresses.voice;
    this.token = addresses.token;
    this.caPem = addresses.ca_pem;
    this.#control = new Control(child, addresses.control, addresses.ca_pem);
  }

  async act(action) {
    const done = await this.#control.request('POST', '/actions', JSON.stringify(action));
    return Array.isArray(action) ? done : done[0];
  }

  async play(script) {
    const text = typeof script === 'string' ? script : script.map((line) => JSON.stringify(line)).join('\n');
    await this.#control.request('POST', '/scripts', text);
  }

  stats() {
    return this.#control.get('/stats');
  }

  punishments() {
    return this.#control.get('/punishments');
  }

  warnings() {
    return this.#control.get('/warnings');
  }

  closes() {
    return this.#control.get('/closes');
  }

  connections() {
    return this.#control.get('/connections');
  }

  world() {
    return this.#control.get('/world');
  }

  routes() {
    return this.#control.get('/routes');
  }

  voiceConnections() {
    return this.#control.get('/voice');
  }

  interaction(id) {
    return this.#control.get(`/interactions/${encodeURIComponent(id)}`);
  }

  waitForCommand(name, { waitMs = 5000, guild } = {}) {
    const query = new URLSearchParams({ wait_ms: waitMs, ...(guild === undefined ? {} : { guild }) });
    return this.#control.get(`/commands/${encodeURIComponent(name)}?${query}`);
  }

  // Polls, because the control endpoint does not wait for answers.
  async waitForAnswer(id, { waitMs = 5000 } = {}) {
    for (const end = performance.now() + waitMs; ; ) {
      const report = await this.interaction(id);
      if (isAnswered(report)) return report;
      if (performance.now() >= end) throw new SimError(`interaction ${id} was not answered in ${waitMs} ms`);
      await sleep(POLL_MS);
    }
  }

  stop() {
    return this.#child.stop();
  }
}

// Node 20 has the symbol. The syntax that uses it (`await using`) needs Node 24 or TypeScript.
Object.defineProperty(Sim.prototype, Symbol.asyncDispose, {
  value() {
    return this.stop();
  },
});

async function start(options = {}) {
  const child = new Child(options);
  return new Sim(child, await child.addresses());
}

module.exports = { Sim, start };
