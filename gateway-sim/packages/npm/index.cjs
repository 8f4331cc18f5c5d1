// A strict local Discord, gateway and REST, for the tests of your bot. index.d.cts documents what is exported here.
'use strict';

const { ControlError, SimError, StartError } = require('./lib/errors.cjs');
const { program } = require('./lib/program.cjs');
const { Sim, start } = require('./lib/sim.cjs');

module.exports = { start, program, Sim, SimError, StartError, ControlError };
