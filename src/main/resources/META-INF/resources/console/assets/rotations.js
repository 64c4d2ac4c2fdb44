import { ADMIN, attempt, badge, call, card, check, confirmed, el, field, filled, get, number, page, progressBar, show, tenant, time } from './console.js';
import { watch } from './watching.js';

function one(progress) {
  const place = el('section', { class: 'card', 'aria-label': `Rotation ${progress.rotationId}`, 'aria-live': 'polite' });
  const fill = now => place.replaceChildren(
    el('h2', {}, now.kind === 'kek' ? 'Key-encryption key' : `Tenant ${now.tenantId}`, ' ', badge(now.stage)),
    now.finishedAt ? '' : progressBar('Sealed anew', now.resealed, now.total),
    el('p', {}, now.total ? `${number(now.resealed)} of ${number(now.total)} sealed anew` : 'Nothing is sealed anew yet',
      now.ratePerSecond ? `, ${number(now.ratePerSecond)} a second` : '', now.secondsLeft ? `, ${number(now.secondsLeft)} seconds left` : ''),
    now.waitsFor ? el('p', {}, `Waits: ${now.waitsFor}`) : '',
    el('p', { class: 'hint' }, 'Begun ', time(now.createdAt), now.finishedAt ? ', ended ' : '', now.finishedAt ? time(now.finishedAt) : ''));
  fill(progress);
  if (!progress.finishedAt) watch(`${ADMIN}/keys/rotations/${progress.rotationId}`, fill, now => now.finishedAt);
  return place;
}

function start() {
  const button = el('button', { class: 'primary' }, 'Begin …');
  const form = el('form', { class: 'stack', onsubmit: event => {
    event.preventDefault();
    const { kind, tenantId, shred } = filled(form);
    const body = kind === 'kek' ? { kind, shred: shred === 'on' || undefined } : { kind, tenantId };
    attempt(async () => {
      if (await confirmed(kind === 'kek' ? 'Rotate the key-encryption key?' : `Rotate the key of tenant ${tenantId}?`,
        'A rotation cannot be cancelled. The service goes on meanwhile.'
          + (body.shred ? ' The former key is destroyed at the end: dumps from before do not open any more.' : ''), 'Begin the rotation')) {
        await call('POST', `${ADMIN}/keys/rotations`, { body });
        await fill();
      }
    }, button);
  } },
  field('Which key', el('select', { name: 'kind' }, el('option', { value: 'tenant' }, 'a tenant’s data key'), el('option', { value: 'kek' }, 'the key-encryption key'))),
  field('Tenant', el('input', { name: 'tenantId', value: tenant, autocomplete: 'off' }), 'Its id; for a tenant’s data key.'),
  check('Destroy the former key-encryption key at the end', 'shred'),
  el('div', {}, button));
  return card('Begin a rotation', form);
}

async function fill() {
  const { items } = await get(`${ADMIN}/keys/rotations?limit=1000`);
  const newest = items.toSorted((a, b) => b.createdAt.localeCompare(a.createdAt)).slice(0, 20);
  show(...newest.map(one), start());
}

page(fill);
