// Requests to the control endpoint.
'use strict';

const http = require('node:http');
const https = require('node:https');
const { ControlError } = require('./errors.cjs');

// The control endpoint of a child.
//
// It uses `node:http`, because `fetch` has no option for a certificate authority, and tests often mock it.
class Control {
  #child;
  #url;
  #ca;

  constructor(child, url, ca) {
    this.#child = child;
    this.#url = url;
    this.#ca = ca;
  }

  get(path) {
    return this.request('GET', path);
  }

  // Resolves with the JSON of the answer.
  async request(method, path, body) {
    let status, answer;
    try {
      let text;
      ({ status, text } = await this.#send(method, `${this.#url}${path}`, body));
      answer = JSON.parse(text);
    } catch (error) {
      throw await this.#child.whySilent(error);
    }
    if (status === 200) return answer;
    const where = answer.action === undefined ? '' : `action ${answer.action}: `;
    throw new ControlError(`${where}${answer.error ?? JSON.stringify(answer)}`, { status, action: answer.action });
  }

  #send(method, url, body) {
    const { request } = url.startsWith('https:') ? https : http;
    return new Promise((resolve, reject) => {
      // No agent: a connection that is kept open would keep the process from exiting.
      const sent = request(url, { method, agent: false, ca: this.#ca }, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (part) => (text += part));
        response.on('end', () => resolve({ status: response.statusCode, text })).on('error', reject);
      });
      sent.on('error', reject).end(body);
    });
  }
}

module.exports = { Control };
