import { badge, card, el, facts, get, hint, number, ofTenant, origin, page, segment, show, time } from './console.js';

const MOST = 100; // events that are counted of what is still to be sent

/** What is behind a webhook's cursor, of the types that it is sent. */
async function waiting({ events, delivery }) {
  const found = await get(ofTenant(`/events?cursor=${segment(delivery.cursor)}&limit=${MOST}`));
  const items = found.items.filter(event => events.length === 0 || events.includes(event.type));
  return { count: items.length, more: found.nextCursor !== undefined, since: items[0]?.timestamp };
}

function behind({ count, more, since }) {
  if (!count) return more ? 'not known: the next events are of other types' : 'nothing';
  return [`${number(count)} ${count === 1 ? 'event' : 'events'}${more ? ' or more' : ''}, waiting since `, time(since)];
}

async function one(webhook) {
  const { delivery } = webhook;
  return el('section', { class: 'card', 'aria-label': `Webhook ${webhook.name}` },
    el('h2', {}, webhook.name, ' ', badge(delivery.state)),
    facts([
      ['Sent to', origin(webhook.url)],
      ['Types', webhook.events.join(', ') || 'all'],
      ['Behind', behind(await waiting(webhook))],
      ['Cursor', delivery.cursor],
      ['Missed up to', delivery.missedTo],
      ['Failing since', delivery.failingSince && time(delivery.failingSince)],
      ['Tries that failed', delivery.failures ? number(delivery.failures) : undefined],
      ['Last answer', delivery.lastStatus === undefined ? delivery.lastProblem : String(delivery.lastStatus)],
      ['Last taken', delivery.lastSuccessAt && time(delivery.lastSuccessAt)],
      ['Next try', delivery.nextTryAt && time(delivery.nextTryAt)],
      ['Disabled because', delivery.reason && ({ gone: 'its receiver has answered that it is gone', failing: 'it has failed for seven days' })[delivery.reason]],
    ]));
}

page(async () => {
  const { items } = await get(ofTenant('/webhooks'));
  show(...await Promise.all(items.map(one)),
    items.length ? null : card('Webhooks', hint('Events are sent nowhere. A webhook is made by a call.')));
});
