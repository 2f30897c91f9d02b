// How long it takes from a lever's movement until the new figures are painted, with six scenarios side by side.
// By hand, on an optimised build: cargo build --release && SAMFIN_TEST_PROFILE=release node tests/browser/paint.mjs
import { address, serve, SIX } from './compare.mjs';
import { browse, DESKTOP, PHONE } from './helper.mjs';

const MOVES = 120;

/** Moves the slider to and fro; the milliseconds of each movement, from the input until after the frame with the answer, and of its request. */
const dragged = page => page.evaluate(async moves => {
  const times = [];
  for (let move = 0; move < moves; move++) {
    const slider = document.querySelector('[data-for=l-meetings]');
    const changed = new Promise(done => {
      const observer = new MutationObserver(() => { observer.disconnect(); requestAnimationFrame(() => { const { port1, port2 } = new MessageChannel(); port1.onmessage = done; port2.postMessage(null); }); });
      observer.observe(document.querySelectorAll('.cmp .sc-total')[1], { subtree: true, characterData: true, childList: true });
    });
    slider.value = String(1 + move % 10);
    const began = performance.now();
    slider.dispatchEvent(new Event('input', { bubbles: true }));
    await changed;
    const [request] = performance.getEntriesByType('resource').slice(-1);
    times.push({ all: performance.now() - began, request: request.duration });
    performance.clearResourceTimings();
    await new Promise(done => setTimeout(done, 30));
  }
  return times;
}, MOVES);

const samfin = await serve();
const chrome = await browse();
try {
  for (const [name, size] of [['1440 px', DESKTOP], ['390 px', PHONE]]) {
    await chrome.page.setViewportSize(size);
    await chrome.page.goto(address(samfin, `${SIX}&aktiv=1`));
    const times = (await dragged(chrome.page)).slice(MOVES / 6);
    const at = (what, part) => `${times.map(time => time[what]).sort((a, b) => a - b)[Math.floor(times.length * part)].toFixed(0)} ms`;
    console.log(`${name}: input to paint, half within ${at('all', .5)}, 95 of 100 within ${at('all', .95)}; of that the request ${at('request', .5)} and ${at('request', .95)} (${times.length} movements)`);
  }
} finally {
  await chrome.stop();
  await samfin.stop();
}
