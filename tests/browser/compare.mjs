// The agreement of Jämtland Härjedalen stored in a service of its own, and what the tests of its comparison read off the page.
import { readFileSync } from 'node:fs';
import { api, officer, start } from './helper.mjs';

const example = JSON.parse(readFileSync(new URL('../../examples/jamtland-harjedalen-2027.json', import.meta.url)));
export const AGREEMENT = example.request.agreement;

/** `samfin serve` with the agreement, which nobody has adopted, and an officer. */
export async function serve() {
  const samfin = officer(await start('serve'));
  return { ...samfin, id: (await store(samfin, AGREEMENT)).id };
}

export const store = (samfin, document) => api(samfin, 'POST', '/agreements', { document });

/** Four columns: the agreement, more meetings, more coordination, and two parties that do not contribute. */
export const FOUR = 's=avtal&s=avtal;meetings=6&s=avtal;coordinator-hours=240&s=avtal;bort=ragunda.bracke;regel=municipalities-share';
/** As many as there is room for, every one with something to tell. */
export const SIX = `${FOUR}&s=avtal;bort=ostersund;regel=capped-then-reduce&s=avtal;region-share=70;bort=rjh;regel=all-share`;

export const address = (samfin, rest, id = samfin.id) => `${samfin.address}/jamfor?avtal=${id}&${rest}`;

/** Everything that says a figure: the finding, the totals, the table, the years and the assumptions. */
export const figures = page => page.evaluate(() =>
  ['.finding', '.cmp', '.lasting', '.cards'].map(part => document.querySelector(part).textContent.replace(/\s+/g, ' ')));

export const finding = async page => (await page.locator('#resultat .finding').textContent()).replaceAll('\u00a0', ' ');

/** The total at the head of a column. */
export const total = async (page, column) => (await page.locator('.cmp .sc-total').nth(column).textContent()).replaceAll('\u00a0', ' ');

/** Does something that asks the service, and waits until the page shows the last answer. */
export async function live(page, act) {
  let asked = false;
  const began = request => { asked ||= new URL(request.url()).pathname === '/jamfor' && request.resourceType() === 'fetch'; };
  page.on('request', began);
  try {
    await act();
    await page.waitForFunction(() => !document.getElementById('resultat').hasAttribute('aria-busy'));
    if (!asked) throw new Error('nothing was asked for');
  } finally {
    page.off('request', began);
  }
}
