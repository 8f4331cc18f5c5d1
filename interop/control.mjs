// The simulation's control endpoint: what other people and Discord itself do.

import { request as http } from 'node:http';
import { request as https } from 'node:https';

export class Control {
  /** `url` is the base of the control endpoint, for instance `http://127.0.0.1:4000/sim`. */
  constructor(url) {
    this.url = url;
  }

  /** A user writes a message. */
  async say(channel, content) {
    return (await this.act({ do: 'message', channel, content })).message;
  }

  /** A user uses a slash command. */
  async command(channel, name, options) {
    return (await this.act({ do: 'use_command', channel, name, options })).interaction;
  }

  /** A user presses a button. */
  async press(message, customId) {
    return (await this.act({ do: 'press_button', message, custom_id: customId })).interaction;
  }

  /** A user fills in the modal that was the answer to an interaction, and submits it. */
  async submit(interaction, values) {
    return (await this.act({ do: 'submit_modal', interaction, values })).interaction;
  }

  /** What the bot answered to an interaction so far. */
  answer(interaction) {
    return this.call('GET', `/interactions/${interaction}`);
  }

  /** Sends Reconnect (op 7). */
  reconnect(shard) {
    return this.onShard(shard, { do: 'reconnect' });
  }

  /** Sends Invalid Session (op 9). */
  invalidate(shard, resumable) {
    return this.onShard(shard, { do: 'invalidate_session', resumable });
  }

  /** Drops the socket without a close frame. */
  drop(shard) {
    return this.onShard(shard, { do: 'drop' });
  }

  /** Closes the connection with a close code. */
  close(shard, code) {
    return this.onShard(shard, { do: 'close', code });
  }

  /** The gateway's counters. */
  async stats() {
    return (await this.call('GET', '/stats')).gateway;
  }

  /** The counters of REST. */
  async restStats() {
    return (await this.call('GET', '/stats')).rest;
  }

  /** The open connections. */
  connections() {
    return this.call('GET', '/connections');
  }

  async onShard(shard, action) {
    const done = await this.act({ ...action, target: { shard } });
    if (done.connections !== 1) throw new Error(`${action.do}: shard ${shard} has ${done.connections} connections`);
  }

  async act(action) {
    const [done] = await this.call('POST', '/actions', action);
    return done;
  }

  // node:http and node:https rather than fetch: what is tested shares nothing with what tests.
  call(method, path, body) {
    return new Promise((resolve, reject) => {
      const request = this.url.startsWith('https:') ? https : http;
      const call = request(this.url + path, { method, agent: false }, (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (part) => (text += part));
        response.on('end', () => {
          if (response.statusCode === 200) resolve(JSON.parse(text));
          else reject(new Error(`${method} ${path}: ${response.statusCode} ${text}`));
        });
      });
      call.on('error', reject);
      call.setTimeout(10_000, () => call.destroy(new Error(`${method} ${path}: no answer in 10 s`)));
      call.end(body && JSON.stringify(body));
    });
  }
}
