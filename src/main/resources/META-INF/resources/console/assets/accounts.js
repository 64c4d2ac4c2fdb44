import { badge, card, chooser, el, environments, field, hint, link, list, ofTenant, page, parameters, segment, show, tenant, time } from './console.js';

page(async () => {
  const names = await environments();
  if (names.length === 0) return show(hint('There is no environment yet. Users belong to one.'));
  const chosen = parameters.get('environment') ?? names[0];
  const prefix = parameters.get('uidPrefix') ?? '';
  const status = parameters.get('status') ?? '';
  const form = el('form', { class: 'row', method: 'get', role: 'search' },
    el('input', { type: 'hidden', name: 'tenant', value: tenant }),
    field('Environment', chooser(names, chosen, 'environment')),
    field('Uid begins with', el('input', { name: 'uidPrefix', value: prefix, maxlength: 128, spellcheck: 'false', autocomplete: 'off' })),
    field('Status', el('select', { name: 'status' },
      [['', 'any'], ['authorized', 'authorized'], ['not-authorized', 'not authorized']].map(([value, text]) =>
        el('option', { value, selected: value === status }, text)))),
    el('button', { class: 'primary' }, 'Search'));
  const query = new URLSearchParams();
  if (prefix) query.set('uidPrefix', prefix);
  if (status) query.set('status', status);
  const found = await list(ofTenant(`/environments/${segment(chosen)}/accounts?${query}`), `Accounts of ${chosen}`, [
    ['Uid', one => link('account', { environment: chosen, uid: one.uid }, one.uid)],
    ['Status', one => badge(one.status)],
    ['Why', one => one.reason],
    ['Since', one => time(one.since)],
    ['Master token until', one => time(one.masterTokenExpiresAt)],
  ], 'No account is like that.');
  const other = el('form', { class: 'row', method: 'get', action: '/console/account' },
    el('input', { type: 'hidden', name: 'tenant', value: tenant }),
    el('input', { type: 'hidden', name: 'environment', value: chosen }),
    field('Uid of a new user', el('input', { name: 'uid', required: true, maxlength: 128, autocomplete: 'off' }), 'Then put a master token.'),
    el('button', {}, 'Go on'));
  show(el('section', { class: 'card' }, form), el('section', { class: 'card' }, found), card('Bring a user in', other));
});
