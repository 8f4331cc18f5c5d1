// One implementation for `import` and `require`: a test may load both, and `instanceof` has to hold for either.
import gatewaySim from './index.cjs';

export const { start, program, Sim, SimError, StartError, ControlError } = gatewaySim;
