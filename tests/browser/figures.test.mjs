// Statistics, imports and the year's budget in a browser: accessible, by keyboard alone, and without script.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { api, browse, DESKTOP, NARROW, overflow, PHONE, screenshots, speak, start, violations } from './helper.mjs';

let samfin, chrome, plain, agreement;

const HEAD = 'Kommunkod;År;Folkmängd;Källa';
const good = `${HEAD}\n2321;2026;12 801;SCB\n2326;2026;7 050;SCB\n`;
const bad = `${HEAD}\n2321;2026;många;SCB\nÖstersnd;2026;;SCB\n2326;2026;7 050;SCB\n`;
const file = (name, text) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });
const said = async page => (await page.locator('main').innerText()).replaceAll('\u00a0', ' ');
const known = async () => (await api(samfin, 'GET', '/statistics/population/observations?date=2026-12-31')).items.map(one => one.value);

/** Chooses a file and goes on; the address of the second step. */
async function chosen(page, name, text, path = '/underlag/importera') {
  await page.goto(samfin.address + path);
  await page.setInputFiles('#fil', file(name, text));
  await page.getByRole('button', { name: /Fortsätt|Continue/ }).click();
  return new URL(page.url()).pathname;
}

before(async () => {
  samfin = await start();
  chrome = await browse();
  plain = await browse({ javaScriptEnabled: false });
  agreement = (await api(samfin, 'GET', '/agreements')).items[0].id;
});
after(async () => { await chrome?.stop(); await plain?.stop(); await samfin?.stop(); });

for (const lang of ['sv', 'en']) {
  for (const [width, size] of [['1440', DESKTOP], ['390', PHONE], ['320', NARROW]]) {
    test(`axe finds nothing on the pages of figures, ${lang}, ${width} px`, async () => {
      const { page } = chrome;
      await page.setViewportSize(size);
      await speak(page, samfin.address, lang);
      const columns = await chosen(page, 'fel.csv', bad);
      await page.locator('form[method=post] .btn-p').click();
      const pages = {
        statistik: '/statistik', serie: '/statistik/population', rattat: '/statistik/population?plats=2321&dag=2025-12-31',
        'importera-valj': '/underlag/importera', 'importera-kolumner': columns, 'importera-granska': `${columns}/granska`,
        'importera-utfall': `/ar/2027/utfall/importera?avtal=${agreement}`,
        budget: `/ar/2027/budget?avtal=${agreement}`, 'budget-nasta': `/ar/2028/budget?avtal=${agreement}`,
      };
      for (const [name, path] of Object.entries(pages)) {
        assert.equal((await page.goto(samfin.address + path)).status(), 200, path);
        const folded = page.locator('main details.fold:not([open]) > summary');
        while (await folded.count()) await folded.first().click();
        await page.screenshot({ path: join(screenshots, `${name}-${width}-${lang}.png`), fullPage: true });
        assert.deepEqual(await violations(page), [], name);
        assert.equal(await overflow(page), 0, `${name}: no sideways scroll`);
      }
    });
  }
}

test('a file is imported by keyboard alone; what is wrong in it stops all of it', async () => {
  const { page } = chrome;
  await page.setViewportSize(DESKTOP);
  await speak(page, samfin.address, 'sv');
  await chosen(page, 'fel.csv', bad);
  const press = async name => {
    await page.getByRole('button', { name }).focus();
    await Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')]);
  };
  await page.locator('#plats').focus();
  await page.keyboard.press('Home');
  await press('Granska');
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute('role')), 'alert', 'the reader is taken to what is wrong');
  assert.match(await page.locator('#plats-fel').innerText(), /välj en kolumn/);
  await page.locator('#plats').focus();
  await page.keyboard.press('ArrowDown');
  await press('Granska');
  assert.match(await said(page), /3 celler är fel\. Ingenting kan sparas/);
  assert.equal(await page.getByRole('button', { name: 'Spara allt' }).count(), 0);
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Ladda ner de felaktiga raderna' }).click()]);
  assert.equal(download.suggestedFilename(), 'felaktiga-rader.csv');
  assert.deepEqual(await known(), []);
  await chosen(page, 'folk.csv', good);
  await press('Granska');
  assert.match(await said(page), /Nya värden: 2\. Rättade: 0\. Som de var: 0/);
  await press('Spara allt');
  assert.match(await said(page), /Allt är sparat/);
  assert.deepEqual(await known(), ['12801', '7050']);
});

test('the same head is known again, without script', async () => {
  const { page } = plain;
  await speak(page, samfin.address, 'sv');
  await chosen(page, 'folk.csv', good.replaceAll('SCB', 'Egen'));
  await page.selectOption('#kalla', '');
  await page.fill('#kalltext', 'SCB');
  await page.getByRole('button', { name: 'Granska' }).click();
  assert.match(await said(page), /Nya värden: 0\. Rättade: 0\. Som de var: 2/);
  await page.getByRole('button', { name: 'Spara allt' }).click();
  await chosen(page, 'folk2.csv', good);
  assert.match(await said(page), /kopplade som förra gången/);
  assert.deepEqual([await page.inputValue('#kalla'), await page.inputValue('#kalltext')], ['', 'SCB']);
});

test('outcome is imported for a year, without script', async () => {
  const { page } = plain;
  const { costs } = await api(samfin, 'GET', `/agreements/${agreement}/periods/2027/outcome`);
  const rows = `Kostnad;Datum;Möte;Timmar\n${costs[0].cost};2027-03-01;Beredning;7,5\n`;
  await chosen(page, 'tid.csv', rows, `/ar/2027/utfall/importera?avtal=${agreement}`);
  await page.getByRole('button', { name: 'Granska' }).click();
  assert.match(await said(page), /Nya poster: 1/);
  await page.getByRole('button', { name: 'Spara allt' }).click();
  await page.getByRole('link', { name: 'Se utfallet 2027' }).click();
  assert.match(await said(page), /Beredning/);
});

test('a budget is written, corrected where it is wrong, and adopted, without script', async () => {
  const { page } = plain;
  await page.goto(`${samfin.address}/ar/2028/budget?avtal=${agreement}`);
  const first = page.locator('.budget .field input').first();
  const name = await first.getAttribute('name');
  await first.fill('många');
  await page.getByRole('button', { name: 'Spara utkast' }).click();
  assert.match(await page.locator('[role=alert]').innerText(), /Ingenting har ändrats/);
  assert.equal(await page.locator(`[name="${name}"]`).inputValue(), 'många');
  await page.locator(`[name="${name}"]`).fill('7');
  await page.getByRole('button', { name: 'Spara utkast' }).click();
  assert.match(await said(page), /Budgeten för 2028 är ett utkast \(revision 1\)/);
  await page.fill('#faststall-beslut', 'HSN 2027/9 § 3');
  await page.getByRole('button', { name: 'Fastställ budget' }).click();
  assert.match(await said(page), /Budgeten för 2028 gäller enligt HSN 2027\/9 § 3/);
});

test('nothing was asked for elsewhere, and the policy refused nothing', () => {
  for (const one of [chrome, plain]) assert.deepEqual([one.outside, one.complaints], [[], []]);
});
