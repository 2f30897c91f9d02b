// The agreement is written without JSON: by keyboard with what it comes to beside, and without script.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { api, browse, DESKTOP, NARROW, overflow, PHONE, screenshots, speak, start, violations } from './helper.mjs';

let samfin, chrome, plain, agreement;
const said = async locator => (await locator.innerText()).replaceAll('\u00a0', ' ').replaceAll('\u2212', '-');
const field = (page, pointer) => page.locator(`[name="${pointer}"]`);
const unfold = async (page, at) => {
  await page.locator(`details[id="f${at}"] > summary`).focus();
  await page.keyboard.press('Enter');
};
const versions = async () => (await api(samfin, 'GET', `/agreements/${agreement}`)).versions;

before(async () => {
  samfin = await start();
  chrome = await browse();
  plain = await browse({ javaScriptEnabled: false });
  agreement = (await api(samfin, 'GET', '/agreements')).items[0].id;
});
after(async () => { await chrome?.stop(); await plain?.stop(); await samfin?.stop(); });

// The page as it is opened is looked at in both languages by the test of the frame.
test('axe finds nothing when everything is unfolded, wrong or new', async () => {
  const { page } = chrome;
  await speak(page, samfin.address, 'sv');
  for (const [width, size] of [['1440', DESKTOP], ['390', PHONE], ['320', NARROW]]) {
    await page.setViewportSize(size);
    await page.goto(`${samfin.address}/underlag/andra`);
    await unfold(page, '/costs/0');
    await field(page, '/costs/0/hours/per_meeting').fill('tjugo');
    await page.locator('button[value="lagg /costs"]').click();
    await page.locator('[name="/costs#"][value="11"]').waitFor({ state: 'attached' });
    await page.locator('button[value=spara]').click();
    await page.locator('[role=alert]').waitFor();
    assert.equal(await page.evaluate(() => document.activeElement.getAttribute('role')), 'alert', 'the reader is taken there');
    await page.evaluate(() => document.querySelectorAll('main details').forEach(one => { one.open = true; }));
    await page.screenshot({ path: join(screenshots, `underlag-fel-${width}.png`) });
    assert.equal(await overflow(page), 0, `no sideways scroll at ${width}`);
    if (width !== '320') assert.deepEqual(await violations(page), [], width);
  }
});

test('an hour figure is changed by keyboard, what it comes to follows, and it is saved', async () => {
  const { page } = chrome;
  await page.setViewportSize(DESKTOP);
  await speak(page, samfin.address, 'sv');
  const before = await versions();
  await page.goto(`${samfin.address}/underlag`);
  await page.getByRole('link', { name: 'Ändra avtalet' }).focus();
  await page.keyboard.press('Enter');
  await page.waitForURL('**/underlag/andra?*');
  const first = await said(page.locator('#utfall-sagt'));
  assert.match(first, /kostar det gemensamma .* ±0 kr mot version/);
  await unfold(page, '/costs/0');
  await field(page, '/costs/0/hours/per_meeting').focus();
  await page.keyboard.press('Control+A');
  await page.keyboard.type('24');
  await page.waitForFunction(() => /\+[\d\s\u00a0]+\s?kr mot version/.test(document.getElementById('utfall-sagt').textContent));
  assert.match(await said(page.locator('table.preview tbody tr').first()), /↑ \+/);
  assert.equal(await versions(), before, 'nothing is stored yet');
  // What is wrong is said beside, and what was written stays.
  await page.keyboard.press('Control+A');
  await page.keyboard.type('tjugofyra');
  await page.waitForFunction(() => document.getElementById('utfall-sagt').textContent.startsWith('Något behöver rättas'));
  await page.keyboard.press('Enter');
  await page.locator('[role=alert]').waitFor();
  assert.match(await said(page.locator('[role=alert]')), /Timmar per möte: Skriv ett tal/);
  await page.locator('[role=alert] a').focus();
  await page.keyboard.press('Enter');
  assert.equal(await field(page, '/costs/0/hours/per_meeting').inputValue(), 'tjugofyra');
  await page.keyboard.press('Tab');
  await field(page, '/costs/0/hours/per_meeting').focus();
  await page.keyboard.press('Control+A');
  await page.keyboard.type('24,5');
  await field(page, '/valid_from').fill('2028-01-01');
  await page.getByLabel('Varför ändringen görs').fill('Längre möten');
  await page.getByRole('button', { name: 'Spara som ny version' }).focus();
  await page.keyboard.press('Enter');
  await page.waitForURL('**/underlag/versioner/*');
  assert.match(await said(page.locator('main')), /Timmar per möte: 20 → 24,5/);
  assert.equal(await versions(), before + 1);
  assert.deepEqual(await violations(page), []);
});

test('costs, a key and the order of steps are changed without script, and nothing typed is lost', async () => {
  const { page } = plain;
  await speak(page, samfin.address, 'sv');
  const before = await versions();
  await page.goto(`${samfin.address}/underlag/andra`);
  await field(page, '/name').fill('Ett annat namn');
  const steps = page.locator('fieldset.item', { has: page.locator('[name^="/default_policy/"]') });
  const [first, second] = [await field(page, '/default_policy/0?').inputValue(), await field(page, '/default_policy/1?').inputValue()];
  assert.ok(await steps.count() >= 2);
  await page.locator('button[value="ner /default_policy/0"]').click();
  assert.deepEqual([await field(page, '/default_policy/0?').inputValue(), await field(page, '/default_policy/1?').inputValue()], [second, first]);
  assert.match(page.url(), /#f\/default_policy\/1$/, 'the reader comes back to the step');
  await page.locator('button[value="lagg /costs"]').click();
  const last = await page.locator('[name="/costs#"]').inputValue() - 1;
  await field(page, `/costs/${last}?`).selectOption('purchase');
  await page.locator(`button[value="visa /costs/${last}"]`).click();
  await field(page, `/costs/${last}/name`).fill('Resor');
  await field(page, `/costs/${last}/amount/per_year`).fill('5 000');
  await field(page, `/costs/${last}/key?`).selectOption('blend');
  await page.locator(`button[value="visa /costs/${last}/key"]`).click();
  await page.locator(`button[value="lagg /costs/${last}/key/parts"]`).click();
  await field(page, `/costs/${last}/key/parts/0/weight`).fill('1');
  await field(page, '/valid_from').fill('2028-01-01');
  assert.equal(await field(page, '/name').inputValue(), 'Ett annat namn');
  await page.getByRole('button', { name: 'Räkna om' }).first().click();
  assert.match(await said(page.locator('#utfall-sagt')), /\+5 150 kr mot version/);
  await page.getByRole('button', { name: 'Spara som ny version' }).click();
  assert.match(await said(page.locator('main')), /Kostnad Resor: ny/);
  assert.equal(await versions(), before + 1);
  const saved = await api(samfin, 'GET', `/agreements/${agreement}/versions/${before + 1}`);
  assert.deepEqual(saved.document.costs.at(-1).key, { type: 'blend', parts: [{ weight: '1', key: { type: 'equal' } }] });
  await page.getByLabel('Beslut, ').first().fill('RF § 12');
  await page.getByRole('button', { name: 'Anta versionen' }).click();
  assert.match(await said(page.locator('main')), /Antagen/);
});

test('nothing was asked for elsewhere, and the policy refused nothing', () => {
  for (const one of [chrome, plain]) assert.deepEqual([one.outside, one.complaints], [[], []]);
});
