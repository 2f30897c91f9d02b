// A year that is called, attested and issued by API: what is left of it is to be settled on its pages.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { officer, program, start } from './helper.mjs';

const PARTIES = [['rjh', 'Region Jämtland Härjedalen', '232100-0214', 'region'], ['are', 'Åre kommun', '212000-2494', 'municipality'],
  ['berg', 'Bergs kommun', '212000-2502', 'municipality']];

/** Calls the API with a key; the answer's JSON, or a failure that says what it was. */
async function call(samfin, key, method, path, body, headers = {}) {
  const answer = await fetch(`${samfin.address}/api/v1${path}`, {
    method, headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...headers }, body: body && JSON.stringify(body),
  });
  const json = await answer.json();
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(json)}`);
  return json;
}

/** Attests every draft of the year, as somebody who has written none of them. */
export async function attest({ samfin, approver, agreement }) {
  const { items } = await call(samfin, approver, 'GET', `/invoices?agreement=${agreement}&year=2027&status=draft`);
  for (const { id, revision } of items) await call(samfin, approver, 'POST', `/invoices/${id}/attestations`, undefined, { 'if-match': `"r${revision}"` });
}

/** A service with an officer to enter as, and 2027 whose only instalment is issued. */
export async function issuedYear() {
  const samfin = officer(await start('serve'));
  const approver = execFileSync(program, ['key', 'create', '--name', 'Attest', '--role', 'approver', '--data-dir', samfin.folder],
    { cwd: samfin.folder, encoding: 'utf8', stdio: ['pipe', 'pipe', 'ignore'] }).trim();
  const send = (...given) => call(samfin, samfin.key, ...given);
  for (const [, name, number] of PARTIES) {
    const host = number === '232100-0214';
    await send('POST', '/organisations', {
      name, organisation_number: number, address: { lines: ['Exempelgatan 1'], postal_code: '831 00', city: 'Östersund', country: 'SE' },
      endpoint: { scheme: '0007', id: number.replace('-', '') },
      ...(host ? { bankgiro: '339-8328', accounts: { receivable: '1510', payable: '2440', bank: '1930', rounding: '3740', income: { '*': '3990' } } } : { buyer_reference: '123456' }),
    });
  }
  const document = {
    name: 'Seminarium', currency: 'SEK', valid_from: '2027-01-01', host: 'rjh', invoicing: { instalments: 1, due_days: 30 },
    default_policy: [{ type: 'redistribute' }],
    bodies: [{ id: 'namnden', name: 'Samverkansnämnden', meetings_per_year: '8' }],
    parties: PARTIES.map(([id, name, organisation_number, kind]) => ({ id, name, organisation_number, kind })),
    costs: [{ id: 'hall', name: 'Lokal', type: 'purchase', amount: { per_year: '1000.00' }, key: { type: 'equal' } }],
  };
  const { id: agreement } = await send('POST', '/agreements', { document });
  await send('POST', `/agreements/${agreement}/versions/1/adopt`, { decisions: [{ party: 'are', reference: 'KF § 1', decided_on: '2026-11-24' }] });
  const year = `/agreements/${agreement}/periods/2027`;
  const { fingerprint } = await send('GET', `${year}/preview`);
  await send('POST', `${year}/plan`, { fingerprint });
  await send('POST', `${year}/adopt`, { decision_reference: 'HSN 2026/123 § 45' }, { 'if-match': '"r1"' });
  await send('POST', `${year}/calls`, { instalment: 1 });
  const made = { samfin, approver, agreement };
  await attest(made);
  const { items } = await send('GET', `/invoices?agreement=${agreement}&status=draft`);
  await send('POST', '/invoice-issues', { items: items.map(({ id, revision }) => ({ id, revision })) }, { 'idempotency-key': 'instalment-1' });
  return made;
}
