// Scenarios from the first one that is saved to a decision record, and every rule for a shortfall beside every other.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { browse, DESKTOP, NARROW, overflow, PHONE, screenshots, speak, start, violations } from './helper.mjs';

let samfin, chrome, agreement;
const made = {};
const plain = text => text.replaceAll('\u00a0', ' ').trim();
const api = async (path, body) => {
  const answer = await fetch(`${samfin.address}/api/v1${path}`, body && { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  return answer.json();
};

before(async () => {
  samfin = await start();
  chrome = await browse();
  agreement = (await api('/agreements')).items[0].id;
  // What the example brings with it, so that the list is empty at first.
  for (const { id, revision } of (await api(`/agreements/${agreement}/scenarios`)).items) {
    await fetch(`${samfin.address}/api/v1/agreements/${agreement}/scenarios/${id}`, { method: 'DELETE', headers: { 'if-match': `"r${revision}"` } });
  }
});
after(async () => { await chrome?.stop(); await samfin?.stop(); });

/** Looks at a page in both languages and at three widths. */
async function look(name, path) {
  const { page } = chrome;
  for (const lang of ['sv', 'en']) {
    await speak(page, samfin.address, lang);
    for (const [width, size] of [['1440', DESKTOP], ['390', PHONE], ['320', NARROW]]) {
      await page.setViewportSize(size);
      await page.goto(samfin.address + path);
      await page.screenshot({ path: join(screenshots, `${name}-${width}-${lang}.png`), fullPage: true });
      assert.equal(await overflow(page), 0, `${path} at ${width}, ${lang}`);
      if (width !== '320') assert.deepEqual(await violations(page), [], `${path} at ${width}, ${lang}`);
    }
  }
  await speak(page, samfin.address, 'sv');
  await page.setViewportSize(DESKTOP);
}

test('the empty list says how a scenario is made, and the way leads there', async () => {
  const { page } = chrome;
  await page.setViewportSize(DESKTOP);
  await page.goto(samfin.address);
  await page.getByRole('navigation').getByRole('link', { name: 'Scenarier' }).click();
  await page.getByRole('heading', { name: 'Så gör du ett scenario' }).waitFor();
  await page.getByRole('link', { name: 'Öppna jämförelsen' }).click();
  await page.waitForURL('**/jamfor?*');
  for (const [name, column] of [['Fler möten', 'avtal;meetings=6'], ['Ragunda står utanför', 'avtal;bort=ragunda;regel=all-share']]) {
    await page.goto(`${samfin.address}/jamfor?avtal=${agreement}&s=${column}`);
    await page.locator('#spara-namn').fill(name);
    await page.locator('#spara-av').fill('Kim');
    await page.getByRole('button', { name: 'Spara', exact: true }).click();
    await page.waitForURL(/s=[0-9a-f-]{36}/);
    made[name] = new URL(page.url()).searchParams.get('s');
  }
});

test('two are ticked and compared beside the agreement', async () => {
  const { page } = chrome;
  await page.goto(`${samfin.address}/scenarier`);
  for (const name of Object.keys(made)) await page.getByRole('checkbox', { name }).check();
  await page.getByRole('button', { name: 'Jämför valda' }).click();
  await page.waitForURL('**/jamfor?*');
  const asked = new URL(page.url());
  assert.deepEqual(asked.searchParams.getAll('s'), ['avtal', ...Object.values(made)]);
  assert.deepEqual(await page.locator('.sc .sc-name').allTextContents(), ['Avtalet', ...Object.keys(made)]);
});

test('no more than six can be ticked', async () => {
  const { page } = chrome;
  for (let i = 1; i <= 5; i++) await api(`/agreements/${agreement}/scenarios`, { name: `Tomt ${i}` });
  await page.goto(`${samfin.address}/scenarier`);
  const boxes = page.locator('input[name=s]');
  for (let i = 1; i <= 5; i++) await boxes.nth(i).check();
  assert.equal(await boxes.nth(6).isDisabled(), true);
  await boxes.nth(1).uncheck();
  assert.equal(await boxes.nth(6).isDisabled(), false);
});

test('a draft is shared, and says why', async () => {
  const { page } = chrome;
  await page.goto(`${samfin.address}/scenarier/${made['Fler möten']}`);
  await page.locator('#dela').getByLabel('Varför').fill('Inför mötet den 3 mars');
  await page.getByRole('button', { name: 'Dela', exact: true }).click();
  await page.locator('.mark', { hasText: 'Delad' }).waitFor();
  await page.getByText('Inför mötet den 3 mars').waitFor();
  assert.equal(await page.locator('#dela').count(), 0, 'what is shared is not shared again');
});

test('a lock that is refused says why beside the form and loses nothing', async () => {
  const { page } = chrome;
  await page.goto(`${samfin.address}/scenarier/${made['Fler möten']}`);
  const form = page.locator('#las');
  await form.getByLabel('Sista året').fill('2026');
  await form.getByLabel('Varför').fill('Budget 2027');
  await form.getByRole('button', { name: 'Lås' }).click();
  assert.match(await form.getByRole('alert').textContent(), /Sista året ska vara samma som det första eller senare/);
  assert.equal(await form.getByLabel('Varför').inputValue(), 'Budget 2027');
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute('role')), 'alert', 'that is where one is');
  assert.equal(await form.getByLabel('Sista året').getAttribute('aria-invalid'), 'true');
  await page.screenshot({ path: join(screenshots, 'scenario-fel-1440-sv.png'), fullPage: true });
  assert.deepEqual(await violations(page), []);
});

test('what someone else has changed meanwhile is not written over', async () => {
  const { page } = chrome;
  const id = made['Ragunda står utanför'];
  await page.goto(`${samfin.address}/scenarier/${id}`);
  await fetch(`${samfin.address}/api/v1/agreements/${agreement}/scenarios/${id}/share`, { method: 'POST', headers: { 'content-type': 'application/json', 'if-match': '"r1"' }, body: '{}' });
  await page.locator('#skal-ta-bort').fill('Behövs inte');
  await page.getByLabel('Ja, ta bort').check();
  await page.getByRole('button', { name: 'Ta bort' }).click();
  assert.match(await page.getByRole('alert').textContent(), /Någon annan har ändrat scenariot/);
  assert.ok((await fetch(`${samfin.address}/api/v1/agreements/${agreement}/scenarios/${id}`)).ok);
});

test('a locked scenario has a decision record whose checksum is that of the bytes', async () => {
  const { page } = chrome;
  const id = made['Fler möten'];
  await page.goto(`${samfin.address}/scenarier/${id}`);
  const form = page.locator('#las');
  await form.getByLabel('Varför').fill('Budget 2027–2030');
  await form.getByLabel('Beslut som').fill('HSN § 45');
  await form.getByRole('button', { name: 'Lås' }).click();
  await page.waitForURL(`**/underlag-for-beslut/${id}`);
  const bytes = Buffer.from(await (await fetch(`${samfin.address}/api/v1/agreements/${agreement}/scenarios/${id}/basis`)).arrayBuffer());
  const sum = createHash('sha256').update(bytes).digest('hex');
  assert.equal(await page.locator('#kontrollsumma').textContent(), sum);
  assert.match(plain(await page.locator('.verified').textContent()), /den stämmer/);
  assert.ok((await page.locator('#att-satser').textContent()).includes(sum));
  // The figures are those that the bytes give.
  const { years } = await api('/comparisons', JSON.parse(bytes));
  const shown = await page.locator('table.record').first().locator('tbody tr').evaluateAll(rows => rows.map(row => [...row.cells].map(cell => cell.textContent)));
  const kronor = text => Number(plain(text).replaceAll(' ', '').replace(',', '.'));
  for (const [i, year] of years.entries()) {
    const { parties } = year.scenarios.at(-1).result;
    assert.deepEqual(shown.map(row => kronor(row[1 + i])), parties.map(party => Number(party.payable)).filter(Boolean), `${year.year}`);
  }
  assert.equal(await page.getByText('HSN § 45').isVisible(), true);
  const pdf = await page.pdf({ path: join(screenshots, 'beslutsunderlag.pdf'), preferCSSPageSize: true, printBackground: true, tagged: true });
  const [, width, height] = pdf.toString('latin1').match(/\/MediaBox\s*\[\s*0\s+0\s+([\d.]+)\s+([\d.]+)/);
  assert.deepEqual([Math.round(width), Math.round(height)], [595, 842], 'upright A4');
});

test('the rules for a shortfall stand side by side, with the figures of the API', async () => {
  const { page } = chrome;
  await page.goto(`${samfin.address}/scenarier/bortfall?avtal=${agreement}`);
  for (const box of await page.locator('input[name=bort]').all()) await box.uncheck();
  await page.getByRole('checkbox', { name: 'Bräcke' }).check();
  await page.getByRole('checkbox', { name: 'Ragunda' }).check();
  await page.locator('#regel').selectOption('all-share');
  await page.getByRole('button', { name: 'Räkna' }).click();
  // An address to share.
  await page.waitForURL(url => url.searchParams.get('s') === 'avtal;bort=ragunda.bracke;regel=all-share');
  assert.match(plain(await page.locator('.finding').textContent()), /^Om Ragunda och Bräcke inte kan bidra saknas [\d ]+ kr år 2027\. Med avtalets regel: .*\. Med ”Alla delar”: Regionen täcker mest/);

  // The same asked of the API: two scenarios, compared beside the agreement.
  const events = ['bracke', 'ragunda'].map(party => ({ party, contributes_percent: '0' }));
  const rules = { agreement: [], 'all-share': [{ target: 'default_policy', value: [{ type: 'redistribute' }] }] };
  for (const [rule, changes] of Object.entries(rules)) {
    const { id } = await api(`/agreements/${agreement}/scenarios`, { name: `API ${rule}`, events, changes });
    const { years } = await api(`/agreements/${agreement}/comparison?years=2027&scenario=${id}`);
    const expected = years[0].scenarios.at(-1).result.parties.filter(party => Number(party.cover) !== 0).map(party => Math.round(Number(party.cover)));
    const card = page.locator('.rule', { has: page.locator(`#regel-${rule}`) });
    const shown = await card.locator('table.covers tbody tr').evaluateAll(rows => rows.filter(row => row.cells[2].textContent).map(row => row.cells[1].textContent));
    assert.deepEqual(shown.map(text => Number(plain(text).replaceAll(' ', '').replace('−', '-'))), expected, rule);
  }
});

test('the stress test of the page is that of the API', async () => {
  const { page } = chrome;
  const basis = await api(`/agreements/${agreement}/scenarios/${made['Fler möten']}/basis`);
  const presets = ['region-absorbs', 'all-share', 'municipalities-share', 'capped-then-reduce', 'reserve-first', 'match-down', 'defer'];
  const { agreement: document, statistics, changes, opening } = basis;
  const { policies } = await api('/stress-tests', { year: 2027, max_defaulters: 9, agreement: document, statistics, changes, opening, policies: Object.fromEntries(presets.map(id => [id, id])) });
  await page.goto(`${samfin.address}/scenarier/bortfall?avtal=${agreement}`);
  const shown = await page.locator('table.stressed tbody tr').evaluateAll(rows => rows.map(row => row.cells[1].textContent));
  const counts = shown.map(text => text.match(/Inte i (\d+) av (\d+)/)?.slice(1).map(Number) ?? [0, policies[0].subsets]);
  assert.deepEqual(counts, policies.map(policy => [policy.uncovered_subsets, policy.subsets]));
});

test('without script the shortfall, the list and the steps work too', async () => {
  const bare = await browse({ javaScriptEnabled: false, viewport: PHONE });
  try {
    const { page } = bare;
    await page.goto(`${samfin.address}/scenarier/bortfall?avtal=${agreement}`);
    await page.getByRole('checkbox', { name: 'Krokom' }).check();
    await page.getByRole('button', { name: 'Räkna' }).click();
    await page.waitForURL(/bort=/);
    assert.match(await page.locator('.finding').textContent(), /Ragunda och Krokom/);
    await page.goto(`${samfin.address}/scenarier`);
    await page.getByRole('checkbox', { name: 'Fler möten' }).check();
    await page.getByRole('button', { name: 'Jämför valda' }).click();
    await page.waitForURL('**/jamfor?*');
    assert.equal(await page.locator('.sc .sc-name').count(), 2);
    const id = made['Ragunda står utanför'];
    await page.goto(`${samfin.address}/scenarier/${id}`);
    await page.locator('#skal-ta-bort').fill('Behövs inte');
    await page.getByLabel('Ja, ta bort').check();
    await page.getByRole('button', { name: 'Ta bort' }).click();
    await page.waitForURL('**/scenarier?*');
    assert.equal(await page.getByText('Ragunda står utanför').count(), 0);
  } finally {
    await bare.stop();
  }
});

test('the pages are accessible and within the window', async () => {
  const draft = (await api(`/agreements/${agreement}/scenarios`, { name: 'Utkast', author: 'Kim', note: 'Två\nrader', events: [{ party: 'are', contributes_percent: '50' }] })).id;
  await look('scenarier-fyllda', '/scenarier');
  await look('scenario', `/scenarier/${draft}`);
  await look('bortfall-tva', `/scenarier/bortfall?avtal=${agreement}&s=avtal;bort=bracke.ragunda;regel=capped-then-reduce`);
  await look('beslutsunderlag', `/underlag-for-beslut/${made['Fler möten']}`);
});

test('nothing was asked for elsewhere, and the policy refused nothing', () => {
  assert.deepEqual(chrome.outside, []);
  assert.deepEqual(chrome.complaints, []);
});
