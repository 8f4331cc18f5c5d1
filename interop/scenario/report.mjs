// How a bot on Node says what it has heard: a line of JSON for each thing.

import { writeSync } from 'node:fs';

/** Written at once: a bot may end right after. */
export const report = (is, fields = {}) => writeSync(1, `${JSON.stringify({ is, ...fields })}\n`);

/** Says whatever Node or a library complains about. */
export function watchWarnings() {
  const note = (from) => (what) => report('warning', { text: `${from}: ${what?.stack ?? what}` });
  process.on('warning', note('process'));
  process.on('unhandledRejection', note('unhandled rejection'));
  for (const level of ['log', 'warn', 'error']) console[level] = (...args) => note(`console.${level}`)(args.join(' '));
}
