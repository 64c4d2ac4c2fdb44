import { Refused, attempt, badge, call, card, check, el, field, filled, get, hint, number, ofTenant, page, parameters, say, segment, show, table, time } from './console.js';
import { revoke } from './revoking.js';

const environment = parameters.get('environment') ?? 'production';
const uid = parameters.get('uid') ?? '';
const path = ofTenant(`/environments/${segment(environment)}/accounts/${segment(uid)}`);

async function account() {
  try {
    return await get(path);
  } catch (refused) {
    if (refused instanceof Refused && refused.code === 'account-not-found') return undefined;
    throw refused;
  }
}

function facts(found) {
  return el('section', { class: 'card' }, el('dl', { class: 'facts' },
    el('dt', {}, 'Environment'), el('dd', {}, environment),
    el('dt', {}, 'Status'), el('dd', {}, badge(found.status), found.reason ? ` ${found.reason}` : ''),
    el('dt', {}, 'Since'), el('dd', {}, time(found.since)),
    el('dt', {}, 'Master token until'), el('dd', {}, time(found.masterTokenExpiresAt))),
  table('Client tokens', [
    ['Client', one => one.clientId],
    ['Status', one => badge(one.status)],
    ['Generation', one => number(one.generation)],
    ['Issued', one => time(one.issuedAt)],
    ['Expires', one => time(one.expiresAt)],
    ['Scopes', one => one.scopes.join(' ') || 'none'],
  ], found.tokens.map(one => ({ status: Date.parse(one.expiresAt) > Date.now() ? 'active' : 'expired', ...one })), 'No client token.'));
}

function masterToken() {
  const secret = el('input', { type: 'password', name: 'masterToken', required: true, autocomplete: 'off', spellcheck: 'false' });
  const button = el('button', { class: 'primary' }, 'Put the master token');
  const form = el('form', { class: 'stack', onsubmit: event => {
    event.preventDefault();
    const value = secret.value;
    const { force } = filled(form);
    form.reset();
    attempt(async () => {
      await call('PUT', `${path}/master-token`, { body: { masterToken: value, force: force === 'on' || undefined } });
      await fill();
      say('good', 'The master token was put.');
    }, button);
  } },
  field('Master token', secret, 'It goes in and is never shown again.'),
  check('Also one that this account has had before', 'force'),
  el('div', {}, button));
  return card('Put a master token', form);
}

function ending(found) {
  const both = el('button', { type: 'button', class: 'danger', onclick: () => end(true, both) }, 'Revoke master token and tokens …');
  const tokens = el('button', { type: 'button', class: 'danger', onclick: () => end(false, tokens) }, 'Revoke tokens …');
  const end = async (master, button) => {
    if (await revoke(`All tokens of ${uid} in ${environment}`, { environment, uid, masterToken: master || undefined }, button)) {
      content(await account());
    }
  };
  return card('Revoke', el('div', { class: 'actions' }, tokens, found.reason === 'no-master-token' ? null : both));
}

function content(found) {
  show(found ? facts(found) : hint('There is no such account yet. It is made when a master token is put.'),
    el('div', { class: 'grid' }, masterToken(), found ? ending(found) : null));
}

async function fill() {
  document.querySelector('h1').textContent = uid;
  content(await account());
}

page(fill);
