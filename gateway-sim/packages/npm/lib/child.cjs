// The process of the program.
'use strict';

const { spawn } = require('node:child_process');
const { StartError, SimError } = require('./errors.cjs');
const { program, toArguments } = require('./program.cjs');

// The time limit for printing the addresses. The program needs milliseconds, but the machine may be busy.
const START_MS = 60_000;
// How long the program may take to end before it is killed.
const STOP_MS = 5_000;
// How many of the last characters of stderr are kept.
const STDERR_LENGTH = 64 * 1024;

function run(path, args, env) {
  try {
    return spawn(path, args, { env, windowsHide: true });
  } catch (cause) {
    // Most errors are reported as an event. Some are thrown, for example if the file is not a program.
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

// A started program. It ends with `stop`, or with this process, because this process has the other end of its stdin.
class Child {
  #process;
  #ended;
  #token;
  #stderr = '';

  constructor({ program: chosen, token, ...options }) {
    if (options.listen === undefined && options.port === undefined) options.port = 0;
    const args = ['--json', '--exit-with-stdin', ...toArguments(options)];
    // The token is passed in the environment, because everybody on the machine can read the arguments of a process.
    const env = token === undefined ? process.env : { ...process.env, SIM_TOKEN: token };
    this.#token = token;
    this.#process = run(chosen ?? program(), args, env);
    // 'close' is emitted after 'exit', when all of stderr was read. If there is no process, only 'error' is emitted.
    this.#ended = new Promise((resolve) => {
      this.#process.once('close', (code, signal) => resolve({ status: code ?? signal }));
      this.#process.once('error', (error) => resolve({ error }));
    });
    // stdin reports an error when the program has ended. It is ignored, because nothing is written to stdin.
    this.#process.stdin?.on('error', () => {});
    this.#process.stderr?.setEncoding('utf8').on('data', (text) => {
      this.#stderr = (this.#stderr + text).slice(-STDERR_LENGTH);
    });
  }

  // Resolves with the addresses that the program prints once it listens.
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
      // The listener is not removed, because a program whose output is not read stops when the pipe is full.
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

  // Node exits when nothing is left to do. A simulator that was not stopped must not keep it from exiting.
  #letParentEnd() {
    for (const handle of [this.#process, this.#process.stdin, this.#process.stdout, this.#process.stderr]) handle.unref();
  }

  // Returns the end of the program's stderr, without the token.
  get stderr() {
    const text = this.#stderr.trim();
    return this.#token ? text.replaceAll(this.#token, '<token>') : text;
  }

  // Returns the error to throw if a request was not answered because of `cause`.
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
    // On Windows this would kill the program. The end of stdin already stops it.
    if (process.platform !== 'win32') this.#process.kill('SIGTERM');
    const timer = setTimeout(() => {
      this.#process.kill('SIGKILL');
      // A child of the program may keep these pipes open for ever.
      this.#process.stdout.destroy();
      this.#process.stderr.destroy();
    }, STOP_MS);
    await this.#ended;
    clearTimeout(timer);
  }
}

module.exports = { Child };
