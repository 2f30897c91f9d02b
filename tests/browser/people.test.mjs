// People in a browser: getting started, signing in and out, users and keys, a shared comparison; with and without script.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { api, browse, DESKTOP, NARROW, overflow, PHONE, screenshots, speak, start, violations } from './helper.mjs';

const PASSWORD = 'hästar äter havre';
let demo, service, chrome, link, pages;

before(async () => {
  demo = await start();
  service = await start('serve');
  chrome = await browse();
  link = readFileSync(join(service.folder, 'setup-link'), 'utf8').trim();
  const { items: [agreement] } = await api(demo, 'GET', '/agreements');
  const shared = await api(demo, 'POST', '/share-links', { agreement: agreement.id, name: 'Till nämnden den 20 oktober', query: 's=avtal&s=avtal;bort=ragunda&ar=2027' });
  const admin = (method, path, body) => fetch(`${demo.address}/api/v1${path}`, {
    method, headers: { 'content-type': 'application/json', cookie: 'roll=admin' }, body: body && JSON.stringify(body),
  }).then(answer => answer.json());
  const user = await admin('POST', '/users', { login: 'kim.karlsson@example.org', name: 'Kim Karlsson', grants: [{ role: 'reader' }, { role: 'party_officer', party: 'are' }] });
  const key = await admin('POST', '/api-keys', { name: 'Ekonomisystemet', grants: [{ role: 'reader' }], expires_on: '2027-12-31' });
  pages = {
    anvandare: '/anvandare', 'anvandare-en': `/anvandare/${user.id}`, nycklar: '/nycklar', 'nycklar-en': `/nycklar/${key.id}`,
    delad: shared.address, losenord: user.invitation,
  };
});
after(async () => { await chrome?.stop(); await demo?.stop(); await service?.stop(); });

const be = (page, role) => page.goto(`${demo.address}/roll?som=${role}&sida=/hjalp`);

for (const lang of ['sv', 'en']) {
  for (const [width, size] of [['1440', DESKTOP], ['390', PHONE], ['320', NARROW]]) {
    test(`axe finds nothing on the pages about people, ${lang}, ${width} px`, async () => {
      const { page } = chrome;
      await page.setViewportSize(size);
      await speak(page, demo.address, lang);
      await be(page, 'admin');
      for (const [name, path] of Object.entries(pages)) {
        const answer = await page.goto(demo.address + path);
        assert.equal(answer.status(), 200, path);
        await page.screenshot({ path: join(screenshots, `${name}-${width}-${lang}.png`), fullPage: true });
        assert.deepEqual(await violations(page), [], `${name}`);
        assert.equal(await overflow(page), 0, `${name}: no sideways scroll`);
      }
      await speak(page, service.address, lang);
      await page.goto(link);
      await page.screenshot({ path: join(screenshots, `kom-igang-${width}-${lang}.png`), fullPage: true });
      assert.deepEqual(await violations(page), []);
      assert.equal(await overflow(page), 0);
    });
  }
}

test('the header of the demo switches role, and the pages follow', async () => {
  const { page } = chrome;
  await page.setViewportSize(DESKTOP);
  await speak(page, demo.address, 'sv');
  await be(page, 'officer');
  await page.goto(`${demo.address}/jamfor`);
  assert.equal(await page.locator('#spara').count(), 1);
  await page.selectOption('#roll-byt', 'reader');
  await page.getByRole('button', { name: 'Byt roll' }).click();
  assert.equal(new URL(page.url()).pathname, '/jamfor');
  assert.equal(await page.locator('#spara').count() + await page.locator('#dela').count(), 0, 'a reader stores and shares nothing');
  assert.equal(await page.locator('#roll-byt').inputValue(), 'reader');
  // The levers go on working where there is no form to store with.
  await page.locator('#visa-inv').check({ force: true });
  await page.waitForURL(/visa=inv/);
  await be(page, 'officer');
});

for (const [name, options] of [['with script', {}], ['without script', { javaScriptEnabled: false }]]) {
  test(`a service is set up, a colleague invited, and both sign in and out, ${name}`, async () => {
    const samfin = await start('serve');
    const { page, browser, stop } = await browse(options);
    try {
      await page.goto(`${samfin.address}/scenarier`);
      assert.equal(new URL(page.url()).pathname, '/logga-in');
      await page.goto(readFileSync(join(samfin.folder, 'setup-link'), 'utf8').trim());
      // With the keyboard alone: the fields come in their order.
      await page.locator('#namn').focus();
      for (const text of ['Tove Test', 'tove@example.org', PASSWORD, 'något annat här']) {
        await page.keyboard.type(text);
        await page.keyboard.press('Tab');
      }
      await page.keyboard.press('Enter');
      assert.match(await page.locator('[role=alert]').innerText(), /inte samma/);
      assert.equal(await page.locator('#namn').inputValue(), 'Tove Test', 'nothing typed is lost');
      await page.fill('#losenord', PASSWORD);
      await page.fill('#igen', PASSWORD);
      await page.getByRole('button', { name: 'Skapa administratören' }).click();
      assert.equal(new URL(page.url()).pathname, '/anvandare');
      const cookie = (await browser.cookies()).find(({ name }) => name === '__Host-samfin');
      assert.deepEqual([cookie.httpOnly, cookie.secure, cookie.sameSite, cookie.path], [true, true, 'Lax', '/']);

      await page.fill('#namn', 'Kim Karlsson');
      await page.fill('#inloggning', 'kim');
      await page.selectOption('#roll', 'officer');
      await page.getByRole('button', { name: 'Skapa användaren' }).click();
      const invitation = await page.locator('.secret code').innerText();
      assert.match(invitation, /^http:\/\/127\.0\.0\.1:\d+\/losenord\/[0-9a-f]{64}$/);
      await page.locator('.top > .me').getByRole('button', { name: 'Logga ut' }).click();
      assert.equal(new URL(page.url()).pathname, '/logga-in');

      await page.goto(invitation);
      await page.fill('#losenord', 'fåglar äter frön');
      await page.fill('#igen', 'fåglar äter frön');
      await page.getByRole('button', { name: 'Spara och logga in' }).click();
      assert.equal(await page.locator('.top > .me .name').innerText(), 'Kim Karlsson');
      await page.locator('.top > .me').getByRole('button', { name: 'Logga ut' }).click();

      await page.goto(`${samfin.address}/scenarier?avtal=x`);
      await page.fill('#inloggning', 'kim');
      await page.fill('#losenord', PASSWORD);
      await page.getByRole('button', { name: 'Logga in' }).click();
      assert.match(await page.locator('[role=alert]').innerText(), /hör inte ihop/);
      await page.fill('#losenord', 'fåglar äter frön');
      await page.getByRole('button', { name: 'Logga in' }).click();
      assert.equal(new URL(page.url()).pathname, '/scenarier', 'back where it began');
    } finally {
      await stop();
      await samfin.stop();
    }
  });
}

test('a shared comparison is read by somebody who has never signed in', async () => {
  const other = await browse();
  try {
    const { page } = other;
    await page.goto(demo.address + pages.delad);
    assert.match(await page.locator('main').innerText(), /Till nämnden den 20 oktober/);
    assert.equal(await page.locator('main a, main form, main button').count(), 0);
    assert.deepEqual(other.complaints, []);
  } finally {
    await other.stop();
  }
});

test('nothing was asked for elsewhere, and the policy refused nothing', () => {
  assert.deepEqual(chrome.outside, []);
  assert.deepEqual(chrome.complaints, []);
});
