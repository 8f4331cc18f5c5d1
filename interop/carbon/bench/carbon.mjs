// Carbon's own forwarder, as its author would run it on a server: a client with GatewayForwarderPlugin.
//
// Its option `url` is used only after GET /gateway/bot, whose address is fixed. So this one, and nothing else, is
// told what that endpoint would answer, in the field that Carbon keeps it in for subclasses.

import { Client } from '@buape/carbon';
import { GatewayForwarderPlugin } from '@buape/carbon/gateway-forwarder';

const { SIM_GATEWAY, SIM_TOKEN, SINK, FORWARD_PRIVATE_KEY, INTENTS, MAX_IN_FLIGHT } = process.env;

class Forwarder extends GatewayForwarderPlugin {
  constructor(options) {
    super(options);
    const session_start_limit = { total: 1000, remaining: 1000, reset_after: 0, max_concurrency: 1 };
    this.gatewayInfo = { url: SIM_GATEWAY, shards: 1, session_start_limit };
  }
}

const forwarder = new Forwarder({
  intents: Number(INTENTS),
  shard: [0, 1],
  webhookUrl: SINK,
  privateKey: FORWARD_PRIVATE_KEY,
  runtimeProfile: 'persistent',
  delivery: { maxInFlight: Number(MAX_IN_FLIGHT) },
});

new Client(
  {
    baseUrl: 'http://localhost',
    clientId: '900000000000000001',
    publicKey: '0'.repeat(64),
    token: SIM_TOKEN,
    disableDeployRoute: true,
    runtimeProfile: 'persistent',
  },
  {},
  [forwarder],
);

process.once('SIGTERM', () => process.exit());
