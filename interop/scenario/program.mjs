// A bot's process. It says on standard output, in lines of JSON, what its library told it.

import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { eventually } from '../checks.mjs';

export class Program {
  /** Everything that the bot has said, oldest first. */
  said = [];
  /** The exit code, or the signal's name, once it has ended. */
  ended = undefined;

  constructor([program, ...args], environment) {
    // Its standard error is that of this process: whoever runs the scenario looks at both.
    const stdio = ['ignore', 'pipe', 'inherit'];
    this.child = spawn(program, args, { stdio, env: { ...process.env, ...environment } });
    this.child.on('error', (error) => (this.ended ??= String(error)));
    this.child.on('close', (code, signal) => (this.ended ??= code ?? signal));
    createInterface({ input: this.child.stdout }).on('line', (line) => this.note(line));
    process.on('exit', () => this.child.kill('SIGKILL'));
  }

  note(line) {
    try {
      this.said.push(JSON.parse(line));
    } catch {
      this.said.push({ is: 'warning', text: `printed ${line}` });
    }
  }

  /** What it has said of one kind. */
  of(kind) {
    return this.said.filter(({ is }) => is === kind);
  }

  /** Waits until it has said this, and returns the first such line. */
  says(kind, fits, what) {
    return eventually(() => {
      const line = this.of(kind).find(fits);
      if (line === undefined && this.ended !== undefined) throw new Error(`the bot has ended (${this.ended}): ${what}`);
      return line;
    }, `the bot says "${kind}": ${what}`);
  }

  /** Waits until it has ended. */
  async end() {
    return eventually(() => this.ended, 'the bot ends');
  }
}
