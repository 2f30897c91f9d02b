// A real OpenID provider for the tests, which lets in whomever the test says. It listens on 127.0.0.1 and asks no network.
//
// Who signs in is written as JSON in `login_hint`: { sub, name, login, groups, trick }. What is wrong with the answer that
// the person's token comes in is the `trick`:
//
//   late       the code is good for a second
//   key        the ID token is signed with another key under the name of the right one
//   rotated    the provider has new keys from now on, under a new name
//   hmac       the ID token is signed with the client's secret
//   none       the ID token is not signed
//   audience, issuer, expired    one claim is another, the signature is right
//   html       the token endpoint answers a page with a script
//   slow       the token endpoint does not answer
import { createServer } from 'node:http';
import { createHmac, createPrivateKey, generateKeyPairSync, sign } from 'node:crypto';
import Provider from 'oidc-provider';

const REDIRECT = process.argv[2];
const SECRET = 'a-secret-of-the-tests-that-is-long-enough';
const people = new Map();

const newKey = kid => ({ ...generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' }), kid, alg: 'RS256', use: 'sig' });
const ours = newKey('ours'), rotated = newKey('rotated'), foreign = newKey('ours');

const base64 = value => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
function signed(claims, key, header = { alg: 'RS256', typ: 'JWT', kid: key.kid }) {
  const text = `${base64(header)}.${base64(claims)}`;
  if (header.alg === 'none') return `${text}.`;
  const signature = header.alg === 'HS256'
    ? createHmac('sha256', SECRET).update(text).digest()
    : sign('sha256', Buffer.from(text), createPrivateKey({ key, format: 'jwk' }));
  return `${text}.${signature.toString('base64url')}`;
}

function tricked(trick, claims) {
  switch (trick) {
    case 'key': return signed(claims, foreign);
    case 'rotated': return signed(claims, rotated);
    case 'hmac': return signed(claims, null, { alg: 'HS256', typ: 'JWT' });
    case 'none': return signed(claims, null, { alg: 'none', typ: 'JWT' });
    case 'audience': return signed({ ...claims, aud: 'another' }, ours);
    case 'issuer': return signed({ ...claims, iss: 'http://127.0.0.1:1' }, ours);
    case 'expired': return signed({ ...claims, exp: claims.iat - 1 }, ours);
    default: return undefined;
  }
}

let handle;
let hasRotated = false;
const server = createServer((request, response) => {
  if (hasRotated && request.url === '/jwks') {
    const { n, e, kty, kid, alg, use } = rotated;
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ keys: [{ n, e, kty, kid, alg, use }] }));
    return;
  }
  if (request.url !== '/token') {
    handle(request, response);
    return;
  }
  // The answer is held back, so that a trick can be played with it.
  const end = response.end.bind(response);
  response.end = (body, ...rest) => {
    const answer = (() => { try { return JSON.parse(String(body)); } catch { return {}; } })();
    if (!answer.id_token) return end(body, ...rest);
    const claims = JSON.parse(Buffer.from(answer.id_token.split('.')[1], 'base64url'));
    const { trick } = people.get(claims.sub);
    if (trick === 'slow') return response;
    if (trick === 'rotated') hasRotated = true;
    const page = '<script>alert("ofog")</script>';
    const text = trick === 'html' ? page : JSON.stringify({ ...answer, id_token: tricked(trick, claims) ?? answer.id_token });
    response.removeHeader('content-length');
    if (trick === 'html') response.setHeader('content-type', 'text/html');
    return end(text);
  };
  handle(request, response);
});

server.listen(0, '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const client = id => ({ client_id: id, client_secret: SECRET, redirect_uris: [REDIRECT], grant_types: ['authorization_code'], response_types: ['code'] });
  const provider = new Provider(issuer, {
    clients: [client('samfin'), client('another')],
    jwks: { keys: [ours] },
    pkce: { required: () => true },
    conformIdTokenClaims: false,
    claims: { openid: ['sub'], profile: ['name', 'preferred_username', 'groups'] },
    cookies: { keys: ['a key of the tests'] },
    ttl: { AuthorizationCode: (_, code) => (people.get(code.accountId)?.trick === 'late' ? 1 : 60), IdToken: 600, AccessToken: 60, Grant: 600, Interaction: 60, Session: 600 },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_, interaction) => `/let-in/${interaction.uid}` },
    findAccount: (_, sub) => people.has(sub) && {
      accountId: sub,
      claims: () => { const { name, login, groups } = people.get(sub); return { sub, name, preferred_username: login, groups }; },
    },
  });
  provider.use(async (ctx, next) => {
    if (!ctx.path.startsWith('/let-in/')) return next();
    const { params } = await provider.interactionDetails(ctx.req, ctx.res);
    const person = JSON.parse(params.login_hint);
    if (person.trick === 'declined') {
      return provider.interactionFinished(ctx.req, ctx.res, { error: 'access_denied', error_description: '<script>ofog</script>' });
    }
    people.set(person.sub, person);
    const grant = new provider.Grant({ accountId: person.sub, clientId: params.client_id });
    grant.addOIDCScope(params.scope);
    const consent = { grantId: await grant.save() };
    return provider.interactionFinished(ctx.req, ctx.res, { login: { accountId: person.sub }, consent }, { mergeWithLastSubmission: false });
  });
  handle = provider.callback();
  process.stdout.write(`${issuer}\n`);
});

// The test's end is the provider's, however it ends.
process.stdin.resume();
process.stdin.on('end', () => process.exit(0));
