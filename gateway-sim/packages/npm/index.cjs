// A strict local Discord (gateway and REST) for testing your bot. index.d.cts documents the exports.
'use strict';

const { ControlError, SimError, StartError } = require('./lib/errors.cjs');
const { program } = require('./lib/program.cjs');
const { Sim, start } = require('./lib/sim.cjs');

module.exports = { start, program, Sim, SimError, StartError, ControlError };
