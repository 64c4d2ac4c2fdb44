import { Refused, attempt, call, card, confirmed, el, field, filled, get, number, ofTenant, page, say, show, table, time } from './console.js';

const SCOPES = ['TOKEN_ISSUE', 'TOKEN_DROP', 'TOKEN_INSPECT', 'TENANT_ADMIN', 'ALL_METHODS', 'ALL_METHODS_READ_ONLY'];

async function remove(key) {
  await attempt(async () => {
    const path = ofTenant(`/api-keys/${key.keyId}`);
    const { tag } = await call('GET', path);
    const { json } = await call('DELETE', `${path}?dryRun=true`);
    const held = json.dependents;
    if (await confirmed(`Delete the key “${key.name}”?`,
      `It answers 401 from now on. ${number(held.quotas)} limits go with it; ${number(held.clientTokens)} client tokens that it caused stay.`,
      'Delete the key')) {
      await call('DELETE', path, { headers: { 'If-Match': tag } });
      await fill();
      say('good', 'The key was deleted.');
    }
  });
}

/** The only secret that ever comes to a browser, and this once. */
function shownOnce(made) {
  return el('section', { class: 'card', role: 'alert' }, el('h2', {}, `The key “${made.name}”`),
    el('p', {}, 'Keep it now: it is not shown again.'), el('p', {}, el('code', { id: 'new-key' }, made.apiKey)));
}

function creation() {
  const button = el('button', { class: 'primary' }, 'Make the key');
  const form = el('form', { class: 'stack', onsubmit: event => {
    event.preventDefault();
    const { name, expiresAt } = filled(form);
    const authScopes = new FormData(form).getAll('scope');
    attempt(async () => {
      const { json } = await call('POST', ofTenant('/api-keys'), { body: { name, authScopes, expiresAt } });
      await fill(json);
    }, button);
  } },
  field('Name', el('input', { name: 'name', required: true, maxlength: 100, autocomplete: 'off' })),
  el('fieldset', {}, el('legend', {}, 'Scopes'),
    SCOPES.map(scope => el('label', { class: 'check' }, el('input', { type: 'checkbox', name: 'scope', value: scope }), scope))),
  field('Expires', el('input', { name: 'expiresAt', placeholder: '2030-01-31T12:00:00Z' }), 'Empty: never.'),
  el('div', {}, button));
  return card('A new key', form);
}

/** What holds for a key now, and what an edit of it must say that it has seen. */
async function held(resource, keyId) {
  try {
    const { json, tag } = await call('GET', `${ofTenant(`/quotas/${resource}`)}?keyId=${keyId}`);
    return { calls: json.limit, seen: { 'If-Match': tag } };
  } catch (refused) {
    if (refused instanceof Refused && refused.status === 404) return { calls: '', seen: { 'If-None-Match': '*' } };
    throw refused;
  }
}

function limit(keys) {
  const button = el('button', {}, 'Set the limit');
  const calls = el('input', { name: 'limit', inputmode: 'numeric', pattern: '[0-9]{1,12}' });
  let seen;
  let looks = 0;
  const form = el('form', { class: 'stack', onsubmit: event => {
    event.preventDefault();
    if (!seen) return look();
    const { resource, keyId, limit: wanted } = filled(form);
    attempt(async () => {
      const body = { limit: wanted === undefined ? null : Number(wanted), keyId };
      await call('PUT', ofTenant(`/quotas/${resource}`), { body, headers: seen });
      await fill();
      say('good', 'The limit was set.');
    }, button);
  } },
  field('Resource', el('select', { name: 'resource' }, ['issue', 'drop', 'inspect', 'admin', 'auth-token'].map(r => el('option', {}, r)))),
  field('Whose', el('select', { name: 'keyId' }, keys.map(key => el('option', { value: key.keyId }, key.name)))),
  field('Calls an hour', calls, 'What holds now. Empty: no limit of its own.'),
  el('div', {}, button));
  const look = () => attempt(async () => {
    const turn = ++looks;
    const { resource, keyId } = filled(form);
    seen = undefined;
    calls.disabled = true;
    const found = await held(resource, keyId);
    if (turn !== looks) return; // something else was chosen meanwhile
    calls.disabled = false;
    calls.value = found.calls;
    seen = found.seen;
  }, button);
  form.addEventListener('change', event => { if (event.target !== calls) look(); });
  look();
  return card('Limit a key', form);
}

async function fill(made) {
  const [keys, quotas] = await Promise.all([get(ofTenant('/api-keys?limit=1000')), get(ofTenant('/quotas'))]);
  const names = Object.fromEntries(keys.items.map(key => [key.keyId, key.name]));
  show(made && shownOnce(made),
    card('Keys', table('Living keys', [
      ['Name', key => key.name],
      ['Id', key => el('code', {}, key.keyId)],
      ['Scopes', key => key.authScopes.join(' ')],
      ['Expires', key => key.expiresAt ? time(key.expiresAt) : 'never'],
      ['', key => el('button', { type: 'button', class: 'danger', 'aria-label': `Delete the key ${key.name}`, onclick: () => remove(key) }, 'Delete …')],
    ], keys.items, 'There is no key yet.')),
    card('Quotas', table('Limits, and what the present hour has used', [
      ['Resource', quota => quota.resource],
      ['Whose', quota => quota.keyId ? names[quota.keyId] ?? quota.keyId : 'the tenant'],
      ['Used', quota => `${number(quota.used)} of ${number(quota.limit)}`],
      ['Until', quota => time(quota.until)],
    ], quotas.items, 'No limit is set.')),
    el('div', { class: 'grid' }, creation(), keys.items.length ? limit(keys.items) : null));
}

page(() => fill());
