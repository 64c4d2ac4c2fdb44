// What every page of the console needs: the admin calls, elements, and the frame around the content.
import { loadWhenBack } from './again.js';

const meta = name => document.querySelector(`meta[name=${name}]`).content;
export const tenant = meta('tenant');
export const parameters = new URLSearchParams(location.search);
export const content = document.getElementById('content');
const notice = document.getElementById('notice');

export const ADMIN = '/v1/admin';
export const ofTenant = path => `${ADMIN}/tenants/${tenant}${path}`;
export const segment = encodeURIComponent;

/** An answer that is not what was asked for, in the words of the service. */
export class Refused extends Error {
  constructor(status, problem) {
    super(problem.detail ?? `The service answered ${status}`);
    this.status = status;
    this.code = problem.code;
  }
}

/** Makes an admin call with the session. Gives the body, and the entity tag where there is one. */
export async function call(method, path, { body, headers = {} } = {}) {
  const options = { method, headers: { ...headers, 'X-Csrf-Token': meta('proof') }, credentials: 'same-origin' };
  if (body !== undefined) {
    options.body = JSON.stringify(body);
    options.headers['Content-Type'] = 'application/json';
  }
  let answer;
  try {
    answer = await fetch(path, options);
  } catch {
    throw new Refused(0, { detail: 'The service cannot be reached. What was asked for may or may not have been done.' });
  }
  const text = await answer.text();
  const json = text && answer.headers.get('Content-Type')?.includes('json') ? JSON.parse(text) : {};
  if (answer.status === 401) {
    location.assign('/console/sign-in');
    throw new Refused(401, { detail: 'The session is over: sign in again' });
  }
  if (!answer.ok) throw new Refused(answer.status, json);
  return { json, tag: answer.headers.get('ETag') };
}

export const get = async path => (await call('GET', path)).json;

/** An element. Everything in it is text or an element: markup in a name stays a name. */
export function el(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (key === 'onclick' || key === 'onsubmit') made.addEventListener(key.slice(2), value);
    else if (key === 'value') made.value = value;
    else made.setAttribute(key, value === true ? '' : value);
  }
  made.append(...children.flat().filter(child => child !== null && child !== undefined));
  return made;
}

export const show = (...children) => content.replaceChildren(...children.filter(Boolean));
export const card = (title, ...children) => el('section', { class: 'card' }, el('h2', {}, title), ...children);
export const hint = text => el('p', { class: 'hint' }, text);
export const number = value => Number(value).toLocaleString('en');

const NOTHING = '–';

export function time(text) {
  return text ? el('time', { datetime: text, title: text }, new Date(text).toLocaleString()) : NOTHING;
}

/** Pairs of a name and what is told; a pair without anything to tell is left out. */
export function facts(pairs) {
  return el('dl', { class: 'facts' }, pairs.filter(([, told]) => told !== undefined)
    .map(([name, told]) => [el('dt', {}, name), el('dd', {}, ...[told].flat())]).flat());
}

/** Where a URL leads. Some have a secret in their path or query: these are not for a screen. */
export function origin(url) {
  const { origin: host, pathname, search } = new URL(url);
  return pathname === '/' && !search ? host : `${host}/…`;
}

/** The same with its path, as endpoints of providers are told apart by it. */
export function place(url) {
  const { origin: host, pathname, search } = new URL(url);
  return `${host}${pathname}${search ? '?…' : ''}`;
}

const GOOD = ['authorized', 'active', 'done', 'closed', 'alive', 'finished', 'whole', 'revoked', 'ok'];
const BAD = ['not-authorized', 'open', 'gone', 'broken', 'failed', 'failing', 'disabled'];
export function badge(word) {
  const kind = GOOD.includes(word) ? 'good' : BAD.includes(word) ? 'bad' : 'warn';
  return el('span', { class: `badge ${kind}` }, word);
}

/** Columns are pairs of a heading and how a cell is made of an item. */
export function table(caption, columns, items, empty) {
  if (items.length === 0) return hint(empty);
  return el('table', {},
    el('caption', {}, caption),
    el('thead', {}, el('tr', {}, columns.map(([heading]) => el('th', { scope: 'col' }, heading)))),
    el('tbody', {}, items.map(item => el('tr', {},
      columns.map(([heading, cell]) => filledCell(heading, cell(item)))))));
}

/** On a narrow screen a cell has its heading beside it, and an empty one is left out. */
function filledCell(heading, value) {
  const empty = value === undefined || value === null || value === '' || value === NOTHING;
  return el('td', { 'data-label': heading, class: empty ? 'empty' : undefined }, el('span', {}, empty ? NOTHING : value));
}

/** A list that grows by pages. */
export async function list(path, caption, columns, empty) {
  const place = el('div');
  const more = el('button', { type: 'button', hidden: true }, 'More');
  const items = [];
  let next;
  const load = async () => {
    const query = next ? `${path.includes('?') ? '&' : '?'}cursor=${segment(next)}` : '';
    const page = await get(path + query);
    items.push(...page.items);
    next = page.nextCursor;
    place.replaceChildren(table(caption, columns, items, next ? 'Nothing in the part that was looked at. There is more.' : empty));
    more.hidden = !next;
  };
  more.addEventListener('click', () => attempt(load));
  await load();
  return el('div', {}, place, el('div', { class: 'actions' }, more));
}

export function field(label, input, note) {
  const id = input.id || `field-${label.toLowerCase().replaceAll(/[^a-z]+/g, '-')}`;
  input.id = id;
  if (note) input.setAttribute('aria-describedby', `${id}-note`);
  return el('div', { class: 'field' }, el('label', { for: id }, label), input,
    note && el('p', { class: 'hint', id: `${id}-note` }, note));
}

export function check(label, name, checked) {
  return el('label', { class: 'check' }, el('input', { type: 'checkbox', name, checked }), label);
}

/** What was filled in, without what was left empty. */
export function filled(form) {
  return Object.fromEntries([...new FormData(form)].map(([k, v]) => [k, v.trim()]).filter(([, v]) => v !== ''));
}

export function say(kind, ...text) {
  notice.replaceChildren(el('p', { class: `notice ${kind}` }, ...text));
}
export const quiet = () => notice.replaceChildren();

const OVERTAKEN = 412;
const WORDS = {
  [OVERTAKEN]: 'Somebody else has changed this meanwhile. Load the page again to see what it is now.',
  503: 'The vault cannot reach its database at present. Nothing is lost; try again in a moment.',
};

/** What a person is told of an answer that is not what was asked for. */
export const sentence = refused => WORDS[refused.status] ?? refused.message;

/** Whether it is worth asking again: the service is away, busy or without its database. */
export const passes = refused => refused instanceof Refused && [0, 429, 503].includes(refused.status);

export const reload = text => el('button', { type: 'button', onclick: () => location.reload() }, text);

/** Runs what may be refused, and says so. */
export async function attempt(work, button) {
  quiet();
  if (button) button.disabled = true;
  try {
    return await work();
  } catch (refused) {
    if (!(refused instanceof Refused)) throw refused;
    say('bad', sentence(refused), ...(refused.status === OVERTAKEN ? [' ', reload('Load the page again')] : []));
    return undefined;
  } finally {
    if (button) button.disabled = false;
  }
}

/** Asks before what cannot be undone; resolves to whether to go on. */
export function confirmed(title, explanation, action) {
  return new Promise(resolve => {
    const dialog = el('dialog', { 'aria-labelledby': 'dialog-title' },
      el('form', { method: 'dialog' },
        el('h2', { id: 'dialog-title' }, title),
        el('p', {}, explanation),
        el('div', { class: 'actions' },
          el('button', { value: 'no', autofocus: true }, 'Cancel'),
          el('button', { value: 'yes', class: 'danger' }, action))));
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(dialog.returnValue === 'yes');
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

export function progressBar(label, value, max) {
  return el('progress', { 'aria-label': label, value: max ? value : undefined, max: max || undefined });
}

const href = (page, query = {}) => `/console/${page}?${new URLSearchParams({ tenant, ...query })}`;
export const link = (page, query, text) => el('a', { href: href(page, query) }, text);
export const environments = async () => (await get(ofTenant('/environments?limit=1000'))).items.map(e => e.environment);

export function chooser(options, chosen, name) {
  return el('select', { name }, options.map(option => el('option', { value: option, selected: option === chosen }, option)));
}

async function frame() {
  document.getElementById('sign-out').addEventListener('click', () =>
    attempt(async () => {
      await call('DELETE', '/console/session');
      location.assign('/console/sign-in');
    }));
  if (!tenant) return;
  const found = await get(ofTenant(''));
  document.getElementById('tenant-name').textContent = found.name;
}

/** Fills the page in, now or when the service is back. */
export async function page(fill) {
  attempt(frame);
  await attempt(async () => {
    try {
      await fill();
    } catch (refused) {
      const waits = passes(refused);
      show(hint(waits ? 'The page is loaded again as soon as it can be shown.' : 'Nothing can be shown.'), reload('Try again'));
      if (waits) loadWhenBack();
      throw refused;
    }
  });
}
