// The proxy and its strangers, as processes.

import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

const { PROXY, SIM_API } = process.env;

const children = new Set();
process.once('exit', () => children.forEach((child) => child.kill('SIGKILL')));

/** Starts a process that does not outlive this one. */
function start(command, args, options) {
  const child = spawn(command, args, options);
  children.add(child);
  child.once('exit', () => children.delete(child));
  return child;
}

/** A proxy before the simulation. */
export class Proxy {
  /** What it said, each line an object. */
  log = [];

  /** Starts one and waits until it listens; on the address of an earlier one if there is one. */
  static async start(listen = '127.0.0.1:0') {
    const proxy = new Proxy();
    const env = { ...process.env, REST_PROXY_API_URL: SIM_API, REST_PROXY_LOG_FORMAT: 'json' };
    delete env.RUST_LOG;
    proxy.child = start(PROXY, ['--listen', listen, '--status-listen', '127.0.0.1:0'], {
      env,
      stdio: ['ignore', 'inherit', 'pipe'],
    });
    const started = new Promise((resolve, reject) => {
      proxy.child.once('close', (code) => reject(new Error(`the proxy ended with ${code}: ${JSON.stringify(proxy.log)}`)));
      createInterface({ input: proxy.child.stderr }).on('line', (text) => {
        // A configuration that is wrong is told as plain text.
        const line = text.startsWith('{') ? JSON.parse(text) : { message: text };
        proxy.log.push(line);
        if (line.message === 'taking requests') resolve(line);
      });
    });
    ({ address: proxy.address, status: proxy.status } = await started);
    proxy.api = `http://${proxy.address}/api`;
    return proxy;
  }

  /** A metric's value, summed over its labels. */
  async metric(name) {
    const text = await (await fetch(`http://${this.status}/metrics`)).text();
    const lines = text.split('\n').filter((line) => line.startsWith(name));
    return lines.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
  }

  /** The most memory that it ever held, in MB; zero where there is no /proc. */
  peak() {
    if (process.platform !== 'linux') return 0;
    return Number(readFileSync(`/proc/${this.child.pid}/status`, 'utf8').match(/VmHWM:\s+(\d+)/)[1]) / 1024;
  }

  /** Ends it with a signal; resolves with its exit code. */
  end(signal) {
    const ended = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.kill(signal);
    return ended;
  }
}

/** Runs a client to its end; its line of JSON. */
export function run([command, ...args], env) {
  const child = start(command, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  child.stdout.on('data', (part) => (text += part));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve(JSON.parse(text));
      else reject(new Error(`${command} ${args.join(' ')} ended with ${code}`));
    });
  });
}
