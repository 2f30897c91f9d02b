// What each role is shown is accessible and within the window: the same pages hold other steps, or none, for another reader.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { browse, DESKTOP, overflow, PAGES, PHONE, speak, start, violations } from './helper.mjs';

/** The roles but the officer, as whom frame.test.mjs reads every page: each with how many of the pages it is shown at least. */
const ROLES = { Attestant: 30, 'Parts handläggare': 25, Läsare: 20, Revisor: 30, Administratör: 20 };

let samfin, chrome;
before(async () => { samfin = await start(); chrome = await browse(); });
after(async () => { await chrome?.stop(); await samfin?.stop(); });

for (const [role, least] of Object.entries(ROLES)) {
  test(`axe finds nothing on what is shown to: ${role}`, async () => {
    const { page } = chrome;
    await page.setViewportSize(DESKTOP);
    await speak(page, samfin.address, 'sv');
    await page.goto(samfin.address);
    await page.locator('header').getByRole('combobox').selectOption({ label: role });
    await page.getByRole('button', { name: 'Byt roll' }).click();
    let shown = 0;
    await page.goto(`${samfin.address}/fakturor`);
    const documents = await page.locator('table.invoices th a').evaluateAll(links => links.map(link => link.getAttribute('href')));
    // One invoice and one payout, for those who see any.
    const some = ['/fakturor/', '/utbetalningar/'].map(start => documents.find(path => path.startsWith(start))).filter(Boolean);
    const years = ['/ar/2027', '/ar/2027/budget', '/ar/2027/utfall', '/ar/2027/slutavrakning'];
    for (const path of [...Object.values(PAGES), ...years, ...some, '/attest', '/logg', '/anvandare', '/nycklar']) {
      await page.setViewportSize(DESKTOP);
      const answer = await page.goto(samfin.address + path);
      // Who is shown what, and who is turned away, tests/api/authorization/pages.toml says.
      if (answer.status() === 403) continue;
      shown += 1;
      assert.deepEqual(await violations(page), [], path);
      await page.setViewportSize(PHONE);
      assert.equal(await overflow(page), 0, `${path} scrolls sideways`);
    }
    assert.ok(shown >= least, `${shown} pages`);
  });
}

test('nothing was asked for elsewhere, and the policy refused nothing', () => {
  assert.deepEqual(chrome.outside, []);
  assert.deepEqual(chrome.complaints, []);
});
