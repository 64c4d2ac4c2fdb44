import { ADMIN, Refused, badge, card, el, environments, get, hint, number, ofTenant, page, show, table, time } from './console.js';
import { bars } from './chart.js';

function accounts(counts) {
  return card('Accounts', el('dl', { class: 'figures' },
    el('div', {}, el('dt', {}, 'Authorized'), el('dd', {}, number(counts.authorized))),
    el('div', {}, el('dt', {}, 'Not authorized'), el('dd', {}, number(counts.notAuthorized)))),
  counts.more ? hint('Of the first 10,000 accounts; there are more.') : null);
}

function quotas(items) {
  return card('Quotas of this hour', ...items.map((quota, i) => el('div', {},
    el('label', { for: `quota-${i}` }, `${quota.resource}${quota.keyId ? ` of key ${quota.keyId}` : ''}: ${number(quota.used)} of ${number(quota.limit)}`),
    el('meter', { id: `quota-${i}`, min: 0, max: Math.max(1, quota.limit), high: quota.limit * .8, value: String(quota.used) }))));
}

async function upstreams() {
  const names = (await environments()).slice(0, 20);
  const states = await Promise.all(names.map(async name => ({ name, ...await get(ofTenant(`/environments/${name}/upstream`)) })));
  return card('Upstreams', table('As this instance sees them', [
    ['Environment', one => one.name],
    ['Breaker', one => badge(one.breaker)],
    ['Running', one => number(one.running)],
    ['Queued', one => number(one.queued)],
    ['Budget', one => one.budget ? `${number(one.budget.used)} of ${number(one.budget.limit)}` : 'none'],
  ], states, 'There is no environment yet.'));
}

/** The operator's alone; others are not told. */
async function instances() {
  try {
    const { items } = await get(`${ADMIN}/instances`);
    return card('Instances', table('With their leases and spools', [
      ['Instance', one => el('code', {}, one.instanceId.slice(0, 8))],
      ['State', one => badge(one.alive ? 'alive' : 'gone')],
      ['Lease until', one => time(one.lastSeen)],
      ['Spooled', one => number(one.spooled)],
      ['In quarantine', one => number(one.quarantined)],
    ], items, 'None.'));
  } catch (refused) {
    if (refused instanceof Refused && refused.status === 403) return null;
    throw refused;
  }
}

page(async () => {
  const [overview, limits, states, running] = await Promise.all([
    get(ofTenant('/overview')), get(ofTenant('/quotas')), upstreams(), instances(),
  ]);
  const partly = overview.hours.some(hour => hour.partly)
    ? hint('The tenant is busy: only the newest 20,000 acts were looked at, so the first hours are not whole.') : null;
  const wide = section => { section?.classList.add('wide'); return section; };
  show(el('div', { class: 'grid two' }, accounts(overview.accounts), quotas(limits.items),
    card('Exchanges of 24 hours', bars('Brought a token', overview.hours, 'exchanges', 'good'), bars('Failed', overview.hours, 'failed', 'bad'), partly),
    card('Refusals of 24 hours', bars('Calls refused for key, scope or quota', overview.hours, 'refused', 'bad')),
    wide(states), wide(running)));
});
