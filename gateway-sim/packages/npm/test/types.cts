// The same types for `require`.
import gatewaySim = require('gateway-sim');

async function main(): Promise<number> {
  const sim: gatewaySim.Sim = await gatewaySim.start({ guilds: 1 });
  const answers: gatewaySim.Json[] = await sim.act([]);
  await sim.stop();
  return answers.length;
}

main().catch((error: unknown) => error instanceof gatewaySim.StartError && error.stderr);
