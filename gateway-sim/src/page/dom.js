// Functions that create elements. All other files use only these. A text is inserted as text, never as markup.

const byId = (id) => document.getElementById(id);

/** Creates an element with attributes, listeners (`onclick: f`) and children, which are nodes or texts. */
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

/** Creates a button with a text and further children. */
function button(text, onclick, attributes = {}, ...children) {
  return el('button', { type: 'button', onclick, ...attributes }, text, ...children);
}

/** Creates a link, or only its text if the URL is not one of HTTP. */
function link(url, ...children) {
  if (!/^https?:\/\//i.test(url)) return el('span', {}, ...children);
  return el('a', { href: url, target: '_blank', rel: 'noopener noreferrer' }, ...children);
}

/** Returns a function that runs another one after a delay. A call within the delay starts it anew. */
function later(ms, run) {
  let timer = 0;
  return (...given) => {
    clearTimeout(timer);
    timer = setTimeout(run, ms, ...given);
  };
}

/** Compares two snowflakes as texts, because they are too large for a JavaScript number. */
const compareIds = (a, b) => a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);

/** Returns a new snowflake with the current time. Docs: Reference, Snowflakes. */
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

/** Returns the CSS colour of a number such as `accent_color`. */
const colorOf = (number) => `#${Number(number).toString(16).padStart(6, '0').slice(-6)}`;
/** Returns a hue for a text, always the same one. */
const hueOf = (text) => [...String(text)].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)) % 360, 7);
