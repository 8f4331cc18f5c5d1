// Deliveries that were made before. A forwarder delivers at least once, and whoever overhears a delivery can send
// it again: Carbon checks the signature, which both have. What tells them from new ones is the application's part.

/** How far a delivery's time may be off, in ms. A forwarder signs each try anew, so retries are never old. */
const MAX_AGE_MS = 5 * 60_000;

/** How many ids are remembered. */
const KEPT = 100_000;

export class Repeats {
  seen = new Set();

  /**
   * Hands a delivery on if it is new. An old one is refused. A repeat goes no further, and is thanked for if `isSigned`
   * says that it comes from the forwarder.
   */
  async handle(request, isSigned, handler) {
    const age = Math.abs(Date.now() - Number(request.headers.get('X-Signature-Timestamp')));
    if (!(age <= MAX_AGE_MS)) return new Response('Too old', { status: 401 });
    const id = request.headers.get('X-Carbon-Forwarder-Event-Id');
    if (this.seen.has(id)) return new Response(null, { status: (await isSigned(request)) ? 204 : 401 });
    const response = await handler(request);
    // Only what was accepted counts: a forgery must not use up an id.
    if (response.ok && id !== null) this.note(id);
    return response;
  }

  note(id) {
    this.seen.add(id);
    if (this.seen.size > KEPT) this.seen.delete(this.seen.values().next().value);
  }
}
