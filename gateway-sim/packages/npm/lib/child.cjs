// The running program.
'use strict';

const { spawn } = require('node:child_process');
const { StartError, SimError } = require('./errors.cjs');
const { program, toArguments } = require('./program.cjs');

// The longest that the program may take to print where it listens. It takes milliseconds; a machine may be busy.
const START_MS = 60_000;
// The longest that it may take to end before it is killed.
const STOP_MS = 5_000;
// How many of the last characters of stderr are kept.
const STDERR_LENGTH = 64 * 1024;

function run(path, args, env) {
  try {
    return spawn(path, args, { env, windowsHide: true });
  } catch (cause) {
    // Some errors come as an event, others, as that of a file that is no program, are thrown.
    throw new StartError(`gateway-sim did not start: ${cause.message}`, { cause });
  }
}

function parse(line) {
  try {
    return JSON.parse(line);
  } catch (cause) {
    throw new StartError(`the program is no gateway-sim: it printed ${JSON.stringify(line)}`, { cause });
  }
}

// A program that has started. It ends with `stop`, or with this process, whose pipe is its stdin.
class Child {
  #process;
  #ended;
  #token;
  #stderr = '';

  constructor({ program: chosen, token, ...options }) {
    if (options.listen === undefined && options.port === undefined) options.port = 0;
    const args = ['--json', '--exit-with-stdin', ...toArguments(options)];
    // The token goes by the environment, because everybody on the machine can read the arguments of a process.
    const env = token === undefined ? process.env : { ...process.env, SIM_TOKEN: token };
    this.#token = token;
    this.#process = run(chosen ?? program(), args, env);
    // 'close' comes after 'exit', when all of stderr has been read; without a process only 'error' comes.
    this.#ended = new Promise((resolve) => {
      this.#process.once('close', (code, signal) => resolve({ status: code ?? signal }));
      this.#process.once('error', (error) => resolve({ error }));
    });
    // Writing fails once the program has ended. Nothing is written.
    this.#process.stdin?.on('error', () => {});
    this.#process.stderr?.setEncoding('utf8').on('data', (text) => {
      this.#stderr = (this.#stderr + text).slice(-STDERR_LENGTH);
    });
  }

  // Resolves with what the program says of itself once it listens.
  async addresses() {
    try {
      const addresses = parse(await this.#firstLine());
      this.#letParentEnd();
      return addresses;
    } catch (error) {
      await this.stop();
      throw error;
    }
  }

  #firstLine() {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        reject(new StartError(`gateway-sim did not print its addresses in ${START_MS / 1000} s`, { stderr: this.stderr }));
      }, START_MS);
      let text = '';
      // The listener stays: a program whose output nobody reads stops at a full pipe.
      this.#process.stdout?.setEncoding('utf8').on('data', (part) => {
        if (text.includes('\n')) return;
        text += part;
        if (text.includes('\n')) {
          clearTimeout(timer);
          resolve(text.slice(0, text.indexOf('\n')));
        }
      });
      this.#ended.then(({ status, error }) => {
        clearTimeout(timer);
        const { stderr } = this;
        const why = error ? `: ${error.message}` : ` (exit status ${status}): ${stderr}`;
        reject(new StartError(`gateway-sim did not start${why}`, { stderr, status, cause: error }));
      });
    });
  }

  // A test runner ends when nothing is left to do; a simulation that nobody has stopped is no reason to stay.
  #letParentEnd() {
    for (const handle of [this.#process, this.#process.stdin, this.#process.stdout, this.#process.stderr]) handle.unref();
  }

  // The last of what the program wrote to stderr, without the token.
  get stderr() {
    const text = this.#stderr.trim();
    return this.#token ? text.replaceAll(this.#token, '<token>') : text;
  }

  // The error to throw if a request was not answered because of `cause`.
  async whySilent(cause) {
    const { exitCode, signalCode } = this.#process;
    if (exitCode === null && signalCode === null) {
      return new SimError(`gateway-sim does not answer: ${cause.message || cause.code}`, { cause });
    }
    const { status } = await this.#ended;
    const { stderr } = this;
    return new SimError(`gateway-sim has ended (exit status ${status})${stderr && `: ${stderr}`}`, { cause });
  }

  // Ends the program and waits until it has ended.
  async stop() {
    if (this.#process.pid === undefined) return;
    this.#process.ref();
    this.#process.stdin.end();
    // On Windows this would kill it, and the end of stdin ends it in order.
    if (process.platform !== 'win32') this.#process.kill('SIGTERM');
    const timer = setTimeout(() => {
      this.#process.kill('SIGKILL');
      // A child of its own may hold these pipes for ever.
      this.#process.stdout.destroy();
      this.#process.stderr.destroy();
    }, STOP_MS);
    await this.#ended;
    clearTimeout(timer);
  }
}

module.exports = { Child };
