// A running samfin and a browser for one test file. The browser reaches 127.0.0.1 and nothing else.
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import { chromium } from 'playwright-core';

const root = fileURLToPath(new URL('../..', import.meta.url));
const target = resolve(root, process.env.CARGO_TARGET_DIR ?? 'target');
export const screenshots = join(target, 'screenshots');
mkdirSync(screenshots, { recursive: true });

export const DESKTOP = { width: 1440, height: 900 };
export const PHONE = { width: 390, height: 844 };
export const PROJECTOR = { width: 1920, height: 1080 };
export const NARROW = { width: 320, height: 640 };

/** Every page of the frame, by the name of its picture. A new page is added here and is then tested as all others. */
export const PAGES = {
  oversikt: '/',
  underlag: '/underlag',
  statistik: '/statistik',
  serie: '/statistik/population',
  'importera-fil': '/underlag/importera',
  'underlag-andra': '/underlag/andra',
  'underlag-nytt': '/underlag/nytt',
  'underlag-version': '/underlag/versioner/1',
  jamfor: '/jamfor',
  'sa-raknar-vi': '/sa-raknar-vi',
  'sa-raknar-vi-kostnad': '/sa-raknar-vi?kostnad=secretary',
  'sa-raknar-vi-part': '/sa-raknar-vi?s=avtal;bort=ragunda&part=ostersund&kostnad=secretary',
  parter: '/parter',
  betalningar: '/betalningar',
  'betalningar-att-matcha': '/betalningar?visa=att-matcha',
  'betalningar-overbetalda': '/betalningar?visa=overbetalda',
  'betalningar-bortfall': '/betalningar/bortfall',
  'betalningar-importera': '/betalningar/importera',
  'betalningar-ny': '/betalningar/ny',
  utbetalningar: '/utbetalningar',
  installningar: '/installningar',
  organisationer: '/installningar/organisationer',
  'organisation-ny': '/installningar/organisationer/ny',
  part: '/parter/bracke',
  'delade-lankar': '/delade',
  'logga-in': '/logga-in?till=/scenarier',
  scenarier: '/scenarier',
  bortfall: '/scenarier/bortfall',
  verksamhetsar: '/ar',
  bidrag: '/ar/2027/bidrag',
  'sena-pengar': '/ar/2027/sena-pengar',
  moten: '/ar/2027/moten',
  referensrantor: '/installningar/referensrantor',
  fakturor: '/fakturor',
  hjalp: '/hjalp',
  ordlista: '/ordlista',
  tillganglighet: '/tillganglighet',
  felmeddelanden: '/problems',
  felmeddelande: '/problems/missing-statistic',
  'sidan-finns-inte': '/finns/inte',
};

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject).listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

export const program = join(target, process.env.SAMFIN_TEST_PROFILE ?? 'debug', 'samfin');
const PASSWORD = 'hästar äter havre';

/** An officer in a service: a key for `api`, and somebody to `enter` as. */
export function officer(samfin) {
  const run = (args, input) => execFileSync(program, [...args, '--role', 'officer', '--data-dir', samfin.folder],
    { input, cwd: samfin.folder, encoding: 'utf8', stdio: ['pipe', 'pipe', 'ignore'] }).trim();
  run(['user', 'create', '--login', 'tove', '--name', 'Tove Test'], `${PASSWORD}\n`);
  return { ...samfin, key: run(['key', 'create', '--name', 'Prov']) };
}

/** What a program sends to say who it is. */
export const authorized = samfin => samfin.key ? { authorization: `Bearer ${samfin.key}` } : {};

/** Signs the officer in. */
export async function enter(page, samfin) {
  await page.goto(`${samfin.address}/logga-in?till=/hjalp`);
  await page.fill('#inloggning', 'tove');
  await page.fill('#losenord', PASSWORD);
  await page.click('main button[type=submit]');
  if (new URL(page.url()).pathname !== '/hjalp') throw new Error('the officer was not let in');
}

/** Starts `samfin demo`, or `samfin serve` on an empty database, and waits until it is ready. */
export async function start(verb = 'demo', variables = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'samfin-browser-'));
  return run('samfin', bind => [verb, '--bind', bind], folder, { SAMFIN_DATA_DIR: folder, ...variables });
}

/** Starts a service with an agreement, scenarios and what happened to them, seen by an auditor (tests/browser/auditor.rs). */
export function startAsAuditor() {
  const folder = mkdtempSync(join(tmpdir(), 'samfin-browser-'));
  return run(join('examples', 'auditor'), bind => [`sqlite://${join(folder, 'samfin.db')}`, bind], folder);
}

async function run(name, given, folder, variables = {}) {
  const address = `http://127.0.0.1:${await freePort()}`;
  const program = spawn(join(target, process.env.SAMFIN_TEST_PROFILE ?? 'debug', name), given(address.slice('http://'.length)), {
    env: { ...process.env, ...variables }, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  program.stderr.on('data', data => { said += data; });
  const ended = new Promise(resolve => program.once('exit', resolve));
  for (let attempt = 0; ; attempt++) {
    const ready = await fetch(`${address}/health/ready`).then(answer => answer.ok, () => false);
    if (ready) break;
    if (attempt === 100 || program.exitCode !== null) throw new Error(`${name} is not ready: ${said}`);
    await new Promise(resolve => setTimeout(resolve, 100));
  }
  const stop = async () => {
    program.kill('SIGTERM');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  return { address, stop, folder };
}

/** A browser with a fresh profile. What it asks for elsewhere, and what the page's policy refuses, is written down. */
export async function browse(options = {}) {
  const profile = mkdtempSync(join(tmpdir(), 'samfin-chromium-'));
  const browser = await chromium.launchPersistentContext(profile, {
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', headless: true, locale: 'sv-SE', timezoneId: 'Europe/Stockholm',
    viewport: DESKTOP, ...options,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync', '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1'],
  });
  browser.setDefaultTimeout(10_000);
  const complaints = [], outside = [];
  browser.on('request', request => {
    const { protocol, hostname } = new URL(request.url());
    if (protocol !== 'data:' && hostname !== '127.0.0.1') outside.push(request.url());
  });
  browser.on('console', message => {
    // The browser itself notes every answer of 4xx; that is what some tests ask for.
    if (['error', 'warning'].includes(message.type()) && !message.text().startsWith('Failed to load resource')) complaints.push(message.text());
  });
  browser.on('weberror', error => complaints.push(String(error.error())));
  if (options.javaScriptEnabled !== false) {
    await browser.exposeFunction('policyRefused', text => complaints.push(text));
    await browser.addInitScript(() => document.addEventListener('securitypolicyviolation', event =>
      window.policyRefused(`${event.violatedDirective}: ${event.blockedURI} ${event.sourceFile ?? ''}`)));
  }
  const stop = async () => {
    await browser.close();
    rmSync(profile, { recursive: true, force: true });
  };
  return { browser, page: browser.pages()[0] ?? await browser.newPage(), complaints, outside, stop };
}

/** What axe finds, in words that say where. */
export async function violations(page) {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id} at ${target}: ${failureSummary}`));
}

/** Calls the API as a program would; the answer's JSON, or a failure that says what it was. */
export async function api(samfin, method, path, body) {
  const answer = await fetch(`${samfin.address}/api/v1${path}`, { method, headers: { ...authorized(samfin), 'content-type': 'application/json' }, body: body && JSON.stringify(body) });
  const json = await answer.json();
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(json)}`);
  return json;
}

/** How many pages a PDF has, and the width and height of the first in points. */
export function sheets(pdf) {
  const text = pdf.toString('latin1');
  const [, width, height] = text.match(/\/MediaBox\s*\[\s*0\s+0\s+([\d.]+)\s+([\d.]+)/).map(Math.round);
  return { pages: text.match(/\/Type\s*\/Page\b/g)?.length, width, height, tagged: text.includes('/StructTreeRoot') };
}

/** By how many pixels the page is wider than the window. */
export const overflow = page => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** Chooses a language as the switch does. */
export async function speak(page, address, lang) {
  await page.goto(`${address}/sprak?till=${lang}&sida=/`);
}
