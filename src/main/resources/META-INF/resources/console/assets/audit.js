import { attempt, badge, card, el, field, get, list, number, ofTenant, page, parameters, show, tenant, time } from './console.js';

const FILTERS = ['uid', 'action', 'keyId', 'environment', 'since'];

function verification() {
  const result = el('div', { role: 'status', 'aria-live': 'polite' });
  const button = el('button', { type: 'button', onclick: () => attempt(async () => {
    const report = await get(ofTenant('/audit/verify'));
    result.replaceChildren(el('p', {}, badge(report.intact ? 'whole' : 'broken'),
      report.intact ? ` The record is what was sealed: ${number(report.rows)} rows were found right${report.complete ? '' : ' so far, there are more'}.` : ' The record has been changed.'),
    el('details', {}, el('summary', {}, 'The report'), el('pre', { class: 'mono' }, JSON.stringify(report, null, 2))));
  }, button) }, 'Verify the record');
  return card('Verify', button, result);
}

page(async () => {
  const query = new URLSearchParams();
  for (const name of FILTERS) if (parameters.get(name)) query.set(name, parameters.get(name));
  const input = name => el('input', {
    name, value: parameters.get(name) ?? '', autocomplete: 'off', spellcheck: 'false',
    placeholder: name === 'since' ? '2030-01-31T12:00:00Z' : undefined,
  });
  const form = el('form', { class: 'row', method: 'get', role: 'search' },
    el('input', { type: 'hidden', name: 'tenant', value: tenant }),
    field('Uid', input('uid')), field('Action', input('action')), field('Key id', input('keyId')),
    field('Environment', input('environment')), field('Since', input('since')),
    el('button', { class: 'primary' }, 'Filter'));
  show(el('section', { class: 'card' }, form),
    el('section', { class: 'card' }, await list(ofTenant(`/audit?${query}`), 'The newest first', [
      ['Place', row => number(row.seq)],
      ['When', row => time(row.recordedAt)],
      ['Who', row => `${row.actor}${row.keyId ? ` ${row.keyId}` : ''}`],
      ['From', row => row.address],
      ['Action', row => row.action],
      ['On', row => [row.environment, row.uid, row.clientId, row.target].filter(Boolean).join(' / ')],
      ['Outcome', row => badge(row.outcome)],
    ], 'No row is like that.')), verification());
});
