import { badge, card, el, facts, get, hint, number, ofTenant, page, place, segment, show, table } from './console.js';

const MOST = 20; // each is asked for its clients and its state

const seconds = count => `${number(count)} s`;

/** Names of members, as the calls of administrators have them, and how a value is told. */
const SETTINGS = [
  ['Grant', 'grant'],
  ['Token endpoint', 'tokenEndpoint', place],
  ['Base URL', 'baseUrl', place],
  ['Revocation endpoint', 'revocationEndpoint', place],
  ['Introspection endpoint', 'introspectionEndpoint', place],
  ['Default client', 'defaultClientId'],
  ['Master tokens rotate', 'rotating', rotates => rotates ? 'yes' : 'no'],
  ['Grace of a rotation', 'reuseGraceSeconds', seconds],
  ['Callers wait', 'timeoutMillis', count => `${number(count)} ms`],
  ['Calls at once', 'maxConcurrent', number],
  ['Calls that may wait', 'queue', number],
  ['Calls an hour', 'hourlyBudget', number],
];

function one(environment, clients, state) {
  return el('section', { class: 'card', 'aria-label': `Environment ${environment.environment}` },
    el('h2', {}, environment.environment),
    facts([...SETTINGS.map(([name, member, told = value => value]) =>
      [name, environment[member] === undefined ? undefined : told(environment[member])]),
    ['Breaker of the upstream', badge(state.breaker)]]),
    table(`Clients of ${environment.environment}`, [
      ['Client', client => client.clientId],
      ['Authenticates by', client => client.authMethod],
      ['Scope', client => client.scope],
      ['Known upstream as', client => client.upstreamClientId],
      ['Payments', client => client.moneyScope ? 'may need authorization' : ''],
    ], clients.items, 'No client: no token can be obtained.'),
    clients.nextCursor ? hint(`The first ${number(clients.items.length)}; there are more.`) : '');
}

async function shown(environment) {
  const path = ofTenant(`/environments/${segment(environment.environment)}`);
  return one(environment, ...await Promise.all([get(`${path}/clients`), get(`${path}/upstream`)]));
}

page(async () => {
  const { items, nextCursor } = await get(ofTenant(`/environments?limit=${MOST}`));
  const cards = await Promise.all(items.map(shown));
  show(hint('Credentials of clients go in by calls and are shown to nobody. Breakers are as this instance sees them.'),
    ...cards,
    items.length ? null : card('Environments', hint('There is no environment yet. Users belong to one.')),
    nextCursor ? hint(`The first ${MOST} by name; there are more.`) : null);
});
