// The path of the program, and its arguments.
'use strict';

const path = require('node:path');
const { StartError } = require('./errors.cjs');

// Each platform has a package with the program. npm installs the one whose `os` and `cpu` match this machine.
function program() {
  if (process.env.GATEWAY_SIM_PROGRAM) return process.env.GATEWAY_SIM_PROGRAM;
  const name = `gateway-sim-${process.platform}-${process.arch}`;
  let manifest;
  try {
    manifest = require.resolve(`${name}/package.json`);
  } catch (cause) {
    throw new StartError(
      `the package ${name} is not installed: install optional dependencies too (npm install --include=optional), ` +
        'or, if there is none for this platform, run `cargo install gateway-sim` and set GATEWAY_SIM_PROGRAM to its path',
      { cause },
    );
  }
  return path.join(path.dirname(manifest), process.platform === 'win32' ? 'gateway-sim.exe' : 'gateway-sim');
}

// `{ maxConcurrency: 4 }` becomes `--max-concurrency=4`. The program refuses unknown flags.
function toArguments(options) {
  return Object.entries(options).flatMap(([name, value]) => {
    const flag = `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
    return [value].flat().flatMap((one) => {
      if (one === undefined || one === null || one === false) return [];
      return one === true ? [flag] : [`${flag}=${one}`];
    });
  });
}

module.exports = { program, toArguments };
