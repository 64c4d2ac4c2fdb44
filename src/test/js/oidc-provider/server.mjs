// An oidc-provider on loopback for one test process: node server.mjs <folder> <port>.
// Its control routes need no browser and no password; it ends when its standard input does.
import crypto from 'node:crypto';
import http from 'node:http';
import path from 'node:path';
import Provider from 'oidc-provider';
import { Store } from './store.mjs';

const [folder, port] = [process.argv[2], Number(process.argv[3])];
const store = new Store(path.join(folder, 'store.json'));
const settings = { accessTokenSeconds: 120 };
const refreshCalls = () => store.get('Counter', 'refresh')?.calls ?? 0;

const provider = new Provider(`http://127.0.0.1:${port}`, {
  adapter: store.adapter(),
  rotateRefreshToken: true,
  scopes: ['offline_access'],
  features: {
    devInteractions: { enabled: false },
    introspection: { enabled: true, allowedPolicy: () => true },
    revocation: { enabled: true },
  },
  // Also keeps the library from warning about keys that no token of this server is signed with.
  jwks: { keys: [crypto.generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' })] },
  ttl: { AccessToken: () => settings.accessTokenSeconds, RefreshToken: 86_400, Grant: 86_400 },
  findAccount: (_, accountId) => ({ accountId, claims: () => ({ sub: accountId }) }),
});

provider.use(async (ctx, next) => {
  await next();
  if (ctx.oidc?.route === 'token' && ctx.oidc.params?.grant_type === 'refresh_token') {
    store.put('Counter', 'refresh', { calls: refreshCalls() + 1 });
  }
});

/** Registers a client: { clientId, authMethod, clientSecret? }; answers a private key where it has one. */
function putClient({ clientId, authMethod, clientSecret }) {
  const client = {
    client_id: clientId,
    token_endpoint_auth_method: authMethod,
    grant_types: ['refresh_token', 'authorization_code'],
    redirect_uris: ['https://warehouse.example/back'],
  };
  if (authMethod !== 'private_key_jwt') {
    store.put('Client', clientId, { ...client, client_secret: clientSecret });
    return {};
  }
  const pair = crypto.generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const jwk = (key) => ({ ...key.export({ format: 'jwk' }), alg: 'ES256', kid: 'one', use: 'sig' });
  store.put('Client', clientId, {
    ...client,
    token_endpoint_auth_signing_alg: 'ES256',
    jwks: { keys: [jwk(pair.publicKey)] },
  });
  return { privateKeyJwk: jwk(pair.privateKey) };
}

/** What a user's consent in a browser would end in: { clientId, user }. */
async function signIn({ clientId, user }) {
  const client = await provider.Client.find(clientId);
  const grant = new provider.Grant({ accountId: user, clientId });
  grant.addOIDCScope('offline_access');
  const grantId = await grant.save();
  const refreshToken = await new provider.RefreshToken({
    accountId: user,
    client,
    grantId,
    gty: 'authorization_code',
    scope: 'offline_access',
    authTime: Math.floor(Date.now() / 1000),
  }).save();
  return { refreshToken };
}

const control = {
  'GET /control/counters': () => ({ refreshCalls: refreshCalls() }),
  'PUT /control/settings': (changes) => Object.assign(settings, changes),
  'PUT /control/clients': putClient,
  'POST /control/sessions': signIn,
  'DELETE /control/sessions': ({ user }) => {
    store.remove((_, payload) => payload.accountId === user);
    return {};
  },
};

async function body(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return chunks.length ? JSON.parse(Buffer.concat(chunks).toString('utf8')) : {};
}

const answer = provider.callback();
http
  .createServer(async (request, response) => {
    const act = control[`${request.method} ${request.url}`];
    if (!act) {
      answer(request, response);
      return;
    }
    try {
      const text = JSON.stringify(await act(await body(request)));
      response.writeHead(200, { 'content-type': 'application/json' }).end(text);
    } catch (error) {
      console.error(error);
      response.writeHead(500).end();
    }
  })
  .listen(port, '127.0.0.1', () => console.log(`oidc-provider listens on ${port}`));

process.stdin.on('end', () => process.exit(0)).resume();
