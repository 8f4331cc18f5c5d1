// `import` and `require` share one implementation: a test may load both, and `instanceof` must work for both.
import gatewaySim from './index.cjs';

export const { start, program, Sim, SimError, StartError, ControlError } = gatewaySim;
