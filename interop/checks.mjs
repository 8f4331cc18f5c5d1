// Counts what held and what did not, and waits with a time limit. For the clients on Node.

/** How long one expected thing may take, in ms. discord.js itself waits up to 6.5 s before it identifies again. */
const LIMIT_MS = 20_000;

export class Checks {
  passed = 0;
  failed = 0;

  /** Notes whether a condition holds. */
  ok(condition, what) {
    if (condition) {
      this.passed += 1;
      console.log(`ok      ${what}`);
    } else {
      this.failed += 1;
      console.log(`FAILED  ${what}`);
    }
    return Boolean(condition);
  }

  /** Notes whether two values are the same, compared as JSON. */
  equal(actual, expected, what) {
    const [is, should] = [actual, expected].map((value) => JSON.stringify(value) ?? String(value));
    return this.ok(is === should, is === should ? what : `${what}: it is ${is}, but should be ${should}`);
  }

  /** Runs one part. An exception in it is a failure of that part, and the parts after it still run. */
  async part(name, run) {
    console.log(`\n-- ${name} (after ${process.uptime().toFixed(1)} s)`);
    try {
      await run();
    } catch (error) {
      this.ok(false, `${name}: ${error?.stack ?? error}`);
    }
  }

  /** The closing line; the exit code says the same. */
  finish() {
    console.log(`\n${this.passed} passed, ${this.failed} failed`);
    process.exitCode = this.failed === 0 ? 0 : 1;
  }
}

/** The arguments of the first such event for which `fits` holds. Call it before the cause, await it after. */
export function next(emitter, event, fits, what) {
  const promise = new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      emitter.off(event, listener);
    };
    const listener = (...args) => {
      if (!fits(...args)) return;
      stop();
      resolve(args);
    };
    const timer = setTimeout(() => {
      stop();
      reject(new Error(`waited ${LIMIT_MS / 1000} s for ${event}: ${what}`));
    }, LIMIT_MS);
    emitter.on(event, listener);
  });
  // Who awaits it later still sees the failure; until then it is no unhandled rejection.
  promise.catch(() => {});
  return promise;
}

/** Asks again until the answer is not `undefined`. */
export async function eventually(ask, what) {
  const end = Date.now() + LIMIT_MS;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > end) throw new Error(`waited ${LIMIT_MS / 1000} s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
