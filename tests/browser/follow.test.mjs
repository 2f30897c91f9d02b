// Following a figure to how it is made: from the comparison, the overview and a party's page, by mouse and by keyboard.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { api, browse, DESKTOP, screenshots, sheets, start } from './helper.mjs';

let samfin, chrome, id;
before(async () => {
  samfin = await start();
  chrome = await browse();
  id = (await api(samfin, 'GET', '/agreements')).items[0].id;
});
after(async () => { await chrome?.stop(); await samfin?.stop(); });

const plain = async locator => (await locator.innerText()).replaceAll('\u00a0', ' ');
/** `1 234,56 kr` in öre. */
const ore = text => Number(text.replace(/[^\d,−-]/g, '').replace('−', '-').replace(',', ''));
const paid = async page => ore((await plain(page.locator('.finding'))).match(/betalar (.+? kr)/)[1]);

test('an amount in the comparison leads to its explanation, and the öre there equal the table', async () => {
  const { page } = chrome;
  await page.setViewportSize(DESKTOP);
  const comparison = `${samfin.address}/jamfor?avtal=${id}&s=avtal&s=avtal;meetings=6;bort=bracke.ragunda&aktiv=1&ar=2028`;
  await page.goto(comparison);
  const cell = page.locator('.cmp tbody tr', { hasText: 'Östersund' }).locator('.c').nth(1).locator('a.num');
  const shown = ore(await plain(cell));
  await cell.focus();
  await page.keyboard.press('Enter');
  await page.waitForURL(/sa-raknar-vi/);
  const total = await paid(page);
  assert.equal(Math.round(total / 100), shown, 'the table shows whole kronor of it');

  const rows = await page.locator('.sums tr').evaluateAll(all => all.map(row => [row.cells[0].innerText, row.cells[1].innerText, row.className]));
  const costs = rows.slice(0, rows.findIndex(([, , kind]) => kind === 'is-sum'));
  const [, allocated] = rows[costs.length];
  assert.equal(costs.reduce((sum, [, amount]) => sum + ore(amount), 0), ore(allocated), 'the costs sum to the share');
  const cover = ore(rows.find(([name]) => name === 'Täcker för andra')[1]);
  assert.equal(ore(allocated) + cover, total, 'the share and what is covered sum to what is paid');

  const [first] = costs;
  await page.getByRole('row', { name: first[0] }).getByRole('link').click();
  const unfolded = page.locator('details.follow[open]');
  assert.equal(await unfolded.count(), 1);
  const steps = await unfolded.locator('.trace li').allInnerTexts();
  assert.ok(steps[0].startsWith('Timmar: 20 per möte × 12 möten'), `the lever is in it: ${steps[0]}`);
  assert.equal(ore(steps.at(-1).split(': ').at(-1)), ore(first[1]), 'the last step is the amount');

  await page.locator('.crumb a').first().click();
  assert.equal(await page.locator('h1').textContent(), 'Jämför scenarier');
  assert.equal(ore(await plain(page.locator('.cmp tbody tr', { hasText: 'Östersund' }).locator('.c a.num').first())), shown, 'the way back shows the same');
});

test('the overview, a party and its explanation say the same amount', async () => {
  const { page } = chrome;
  await page.goto(`${samfin.address}/?ar=2027`);
  const row = page.locator('table.split tr', { hasText: 'Bräcke kommun' });
  const shown = ore(await plain(row.locator('td a.num')));
  await row.locator('th a').click();
  assert.equal(await page.locator('h1').textContent(), 'Bräcke kommun');
  assert.equal(await paid(page), shown);
  assert.equal(ore(await plain(page.locator('.own-c tfoot a.num'))), shown);
  await page.getByRole('main').getByRole('link', { name: 'Så räknar vi' }).click();
  assert.equal(Math.round(await paid(page) / 100), shown);
});

test("a party's page is one sheet of A4", async () => {
  const { page } = chrome;
  for (const party of ['bracke', 'rjh']) {
    await page.goto(`${samfin.address}/parter/${party}`);
    const { pages, width, height } = sheets(await page.pdf({ preferCSSPageSize: true, printBackground: true }));
    assert.deepEqual([pages, width, height], [1, 595, 842], party);
  }
});

test('a question in the list leads to where it is asked, with a text to use', async () => {
  const { page } = chrome;
  await page.goto(`${samfin.address}/underlag?avtal=${id}`);
  const serious = page.locator('.asked-list li', { hasText: 'Allvarligt' }).first().getByRole('link');
  const target = await serious.getAttribute('href');
  await serious.click();
  const question = page.locator(target);
  await question.locator('summary').click();
  assert.ok((await question.locator('.proposal').innerText()).length > 40);
  assert.equal(await question.locator('xpath=ancestor::li[contains(@class, "tile")]').count(), 1, 'it stands in its step');
  await page.screenshot({ path: join(screenshots, 'underlag-fraga-1440.png') });
});

test('nothing was asked for elsewhere, and the policy refused nothing', () => {
  assert.deepEqual(chrome.outside, []);
  assert.deepEqual(chrome.complaints, []);
});
