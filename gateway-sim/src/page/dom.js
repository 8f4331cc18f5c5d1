// Making elements. Text becomes text, never markup: there is no other way into the page than these functions.

const byId = (id) => document.getElementById(id);

/** An element with attributes, listeners (`onclick: f`) and children, which are nodes or texts. */
function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (typeof value === 'function') node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? '' : String(value));
  }
  add(node, ...children);
  return node;
}

function add(node, ...children) {
  node.append(...children.flat(2).filter((child) => child !== undefined && child !== null && child !== false && child !== ''));
}

/** A button, and what it shows. */
function button(text, onclick, attributes = {}, ...children) {
  return el('button', { type: 'button', onclick, ...attributes }, text, ...children);
}

/** A link, or its text if it leads nowhere a browser may go. */
function link(url, ...children) {
  if (!/^https?:\/\//i.test(url)) return el('span', {}, ...children);
  return el('a', { href: url, target: '_blank', rel: 'noopener noreferrer' }, ...children);
}

/** Runs a function once, when nobody asked for it again for a moment. */
function later(ms, run) {
  let timer = 0;
  return (...given) => {
    clearTimeout(timer);
    timer = setTimeout(run, ms, ...given);
  };
}

/** The order of two ids, which are numbers too large for JavaScript's. */
const compareIds = (a, b) => a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);

/** A new id of this moment. Docs: Reference, Snowflakes. */
const newId = (number = 0) => String((BigInt(Date.now() - 1420070400000) << 22n) + BigInt(number));

const timeOf = (iso) => {
  const date = new Date(iso);
  return Number.isNaN(date.getTime()) ? null : date;
};

function timeText(date) {
  const today = date.toDateString() === new Date().toDateString();
  return today ? date.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' }) : date.toLocaleString([], { dateStyle: 'short', timeStyle: 'short' });
}

function sizeText(bytes) {
  const units = ['bytes', 'KiB', 'MiB', 'GiB'];
  let unit = 0;
  for (; bytes >= 1024 && unit < 3; unit += 1) bytes /= 1024;
  return `${unit ? bytes.toFixed(1) : bytes} ${units[unit]}`;
}

/** A colour for a number such as Discord's; a colour of its own for each text without one. */
const colorOf = (number) => `#${Number(number).toString(16).padStart(6, '0').slice(-6)}`;
const hueOf = (text) => [...String(text)].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)) % 360, 7);
