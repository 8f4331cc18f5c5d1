#!/usr/bin/env node
// Runs the program: `npx gateway-sim`, with the flags that `--help` lists.
'use strict';

const { spawn } = require('node:child_process');
const { program } = require('./lib/program.cjs');

function fail(error) {
  console.error(`gateway-sim: ${error.message}`);
  process.exit(1);
}

let path;
try {
  path = program();
} catch (error) {
  fail(error);
}
const child = spawn(path, process.argv.slice(2), { stdio: 'inherit' });
// This process waits for the end of the program and exits with the same status.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('error', fail);
child.on('exit', (code, signal) => {
  if (signal) {
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  } else {
    process.exit(code);
  }
});
