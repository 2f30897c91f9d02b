// docs/days.md, done: every step of every role's day in `samfin demo`, with the words as they stand on the pages.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { browse, DESKTOP, screenshots, speak, start } from './helper.mjs';

const written = readFileSync(fileURLToPath(new URL('../../docs/days.md', import.meta.url)), 'utf8');

/** The roles of the page, each with its steps. */
const days = written.split(/^## /m).slice(1).map(section => {
  const [head] = section.split('\n');
  const [, name, role] = head.match(/^(.+): (.+)$/);
  return { name, role, steps: [...section.matchAll(/^\d+\. (.+)$/gm)].map(([, step]) => step) };
});

/** What is seen of several that are called so: the first, whole names before beginnings. */
async function seen(locators) {
  for (const locator of locators) {
    const shown = locator.filter({ visible: true });
    if (await shown.count()) return shown.first();
  }
  return undefined;
}

const main = page => page.locator('main');
const link = (place, name) => seen([place.getByRole('link', { name, exact: true }), place.getByRole('link', { name })]);
const button = (page, name) => seen([main(page).getByRole('button', { name, exact: true })]);
const field = (page, label) => seen([main(page).getByLabel(label, { exact: true }), main(page).getByLabel(label)]);

/** What a step does, by how its sentence begins. */
const VERBS = [
  [/^Go to \*\*(.+?)\*\*\./, async (page, name) => (await link(page.locator('header'), name)).click()],
  [/^Follow \*\*(.+?)\*\*\./, async (page, name) => (await link(main(page), name)).click()],
  [/^Open \*\*(.+?)\*\*\./, async (page, name) => (await seen([main(page).locator('summary').getByText(name, { exact: true })])).click()],
  [/^Press \*\*(.+?)\*\*\./, async (page, name) => (await button(page, name)).click()],
  [/^Write `(.+?)` in \*\*(.+?)\*\*\./, async (page, text, label) => (await field(page, label)).fill(text)],
  [/^Choose \*\*(.+?)\*\* in \*\*(.+?)\*\*\./, async (page, option, label) => (await field(page, label)).selectOption({ label: option })],
  [/^Tick \*\*(.+?)\*\*\./, async (page, label) => (await seen([main(page).getByRole('checkbox', { name: label })])).check()],
  [/^Tick every box\./, async page => { for (const box of await main(page).getByRole('checkbox').all()) await box.check(); }],
  [/^See \*\*(.+?)\*\*(\.|$)/, async (page, text) => {
    await page.waitForLoadState();
    const shown = (await main(page).innerText()).replace(/\s+/gu, ' ');
    const values = await main(page).locator('input').evaluateAll(all => all.map(one => one.value));
    assert.ok(shown.includes(text) || values.some(value => value.includes(text)), `not seen on ${page.url()}: ${shown.slice(0, 2000)}`);
  }],
  [/^Download \*\*(.+?)\*\*\./, async (page, name) => {
    const address = await (await link(main(page), name)).getAttribute('href');
    const file = await page.context().request.get(new URL(address, page.url()).href);
    assert.equal(file.status(), 200, address);
    assert.ok((await file.body()).length > 1000, `${address} is empty`);
  }],
];

let demo, chrome;
before(async () => { demo = await start(); chrome = await browse(); });
after(async () => { await chrome?.stop(); await demo?.stop(); });

test('the page has a day for each role', () => {
  assert.deepEqual(days.map(day => day.name), [
    'Officer', 'Approver', 'Party officer', 'Reader', 'Auditor', 'Administrator', 'Approver, once it is done', 'Officer, settling the year',
    'Approver, of the settlement', 'Officer, closing the year',
  ]);
  for (const { steps } of days) assert.ok(steps.length > 5);
});

for (const { name, role, steps } of days) {
  test(`the day of the ${name.toLowerCase()} can be walked as it is written`, async () => {
    const { page } = chrome;
    await page.setViewportSize(DESKTOP);
    await speak(page, demo.address, 'sv');
    await page.goto(demo.address);
    await page.locator('header').getByRole('combobox').selectOption({ label: role });
    await page.getByRole('button', { name: 'Byt roll' }).click();
    await page.goto(demo.address);
    for (const [index, step] of steps.entries()) {
      const verb = VERBS.find(([pattern]) => pattern.test(step));
      assert.ok(verb, `no step begins so: ${step}`);
      const [, ...words] = step.match(verb[0]);
      try {
        await verb[1](page, ...words);
        await page.waitForLoadState();
      } catch (error) {
        error.message = `${name}, step ${index + 1}, ${step}\n${page.url()}\n${error.message}`;
        throw error;
      }
    }
    await page.screenshot({ path: join(screenshots, `dag-${name.toLowerCase().replaceAll(/\W+/g, '-')}.png`), fullPage: true });
  });
}

test('nothing was asked for elsewhere, and the policy refused nothing', () => {
  assert.deepEqual(chrome.outside, []);
  assert.deepEqual(chrome.complaints, []);
});
