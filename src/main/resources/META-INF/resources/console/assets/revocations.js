import { card, check, el, field, filled, get, hint, link, list, number, ofTenant, page, parameters, segment, show, time, badge } from './console.js';
import { revoke } from './revoking.js';

const id = parameters.get('id');

function report(found) {
  return card(`Revocation ${id}`, el('dl', { class: 'figures' },
    [['Matched', found.matched], ['Revoked here', found.revoked], ['Revoked upstream', found.upstream.revoked],
      ['Not supported', found.upstream.notSupported], ['Failed', found.upstream.failed], ['Pending', found.upstream.pending]]
      .map(([name, value]) => el('div', {}, el('dt', {}, name), el('dd', {}, number(value))))));
}

function form() {
  const button = el('button', { class: 'danger' }, 'Count, then ask …');
  const made = el('form', { class: 'stack', onsubmit: async event => {
    event.preventDefault();
    const { masterToken, spared, ...dimensions } = filled(made);
    const body = { ...dimensions, masterToken: masterToken === 'on' || undefined, upstream: spared === 'on' ? false : undefined };
    const named = Object.entries(dimensions).map(([name, value]) => `${name} ${value}`).join(', ');
    if (await revoke(`All tokens with ${named}`, body, button)) await fill();
  } },
  el('div', { class: 'grid' },
    field('Environment', el('input', { name: 'environment', autocomplete: 'off' }), 'Empty: all of them.'),
    field('Uid', el('input', { name: 'uid', autocomplete: 'off', spellcheck: 'false' })),
    field('Client id', el('input', { name: 'clientId', autocomplete: 'off' })),
    field('Key id', el('input', { name: 'keyId', autocomplete: 'off' }), 'Whose calls caused the exchanges.'),
    field('Issued before', el('input', { name: 'issuedBefore', placeholder: '2030-01-31T12:00:00Z' }))),
  check('Also the master tokens of these accounts', 'masterToken'),
  check('Do not ask the upstream', 'spared'),
  el('div', {}, button));
  return card('Revoke', hint('What is named is joined by “and”. Nothing happens before you have seen the count.'), made);
}

async function fill() {
  const [found, all] = await Promise.all([
    id ? get(ofTenant(`/revocations/${segment(id)}`)) : null,
    list(ofTenant('/revocations'), 'The newest first', [
      ['Revocation', one => link('revocations', { id: one.revocationId }, one.revocationId)],
      ['Begun', one => time(one.requestedAt)],
      ['State', one => badge(one.finishedAt ? 'done' : 'running')],
      ['Matched', one => number(one.matched)],
      ['Revoked', one => number(one.revoked)],
    ], 'Nothing has been revoked yet.'),
  ]);
  show(found && report(found), card('Revocations', all), form());
}

page(fill);
