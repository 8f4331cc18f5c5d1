// Collects everything discord.js or Node complain about. A clean run has none.

import { Events } from 'discord.js';

export class Warnings {
  seen = [];

  constructor() {
    process.on('warning', (warning) => this.note('process warning', warning.stack ?? warning));
    process.on('unhandledRejection', (error) => this.note('unhandled rejection', error?.stack ?? error));
    for (const level of ['warn', 'error']) {
      console[level] = (...args) => this.note(`console.${level}`, args.join(' '));
    }
  }

  note(from, what) {
    this.seen.push(`${from}: ${what}`);
  }

  /** Listens to what a client reports. */
  watch(client) {
    client.on(Events.Warn, (text) => this.note('client warn', text));
    client.on(Events.Error, (error) => this.note('client error', error.stack));
    client.on(Events.ShardError, (error, shard) => this.note(`shard ${shard} error`, error.stack));
    client.on(Events.Invalidated, () => this.note('client', 'invalidated'));
    client.rest.on('rateLimited', (info) => this.note('rest rate limited', JSON.stringify(info)));
    client.rest.on('invalidRequestWarning', (info) => this.note('rest invalid requests', JSON.stringify(info)));
  }
}
