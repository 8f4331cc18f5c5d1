// Deliveries made by hand: what a forwarder sends, and what somebody sends who only pretends to be one.

import { generateKeyPairSync, sign } from 'node:crypto';

/** An Ed25519 key pair: the private key, and the public one as hex. */
export function keyPair() {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  // The raw key is the end of its DER form.
  return { privateKey, publicHex: publicKey.export({ type: 'spki', format: 'der' }).subarray(-32).toString('hex') };
}

let count = 0;

/** A signed delivery of an event: headers and body. */
export function delivery(privateKey, type, data, at = Date.now()) {
  const event = { type, timestamp: new Date(at).toISOString(), data };
  const body = JSON.stringify({ version: 1, application_id: '900000000000000001', type: 1, event });
  count += 1;
  return resigned({ headers: { 'X-Carbon-Forwarder-Event-Id': `by-hand:${count}` }, body }, privateKey, at);
}

/** The same delivery, signed at another time or by another key. */
export function resigned({ headers, body }, privateKey, at = Date.now()) {
  const timestamp = String(at);
  const signature = sign(null, Buffer.from(timestamp + body), privateKey).toString('hex');
  const signed = { 'X-Signature-Timestamp': timestamp, 'X-Signature-Ed25519': signature };
  const attempt = { 'Content-Type': 'application/json', 'X-Carbon-Forwarder-Attempt': '1' };
  return { headers: { ...headers, ...attempt, ...signed }, body };
}

/** Sends a delivery; the status of the answer. */
export async function send(url, { headers, body }) {
  const response = await fetch(url, { method: 'POST', headers, body });
  await response.arrayBuffer();
  return response.status;
}
