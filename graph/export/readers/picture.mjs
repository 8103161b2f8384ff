// Opens the pages that graph/picture draws in a real Chromium, clicks them, and takes
// their screenshots. node picture.mjs CHROMIUM FOLDER: FOLDER has odd.html, some.html,
// big.html (2,000 nodes, 5,000 edges), odd.svg and some.svg.
import assert from 'node:assert/strict';
import {createRequire} from 'node:module';
import {pathToFileURL} from 'node:url';

const require = createRequire(process.cwd() + '/');
const {chromium} = require('playwright-core');
const [executablePath, folder] = process.argv.slice(2);
const browser = await chromium.launch({executablePath, timeout: 300_000, args: ['--no-sandbox']});

// open opens a page and watches that nothing goes wrong and nothing leaves it.
async function open(name, viewport) {
  const context = await browser.newContext({viewport});
  context.setDefaultTimeout(300_000); // a busy machine is slow, not wrong
  const page = await context.newPage();
  const url = pathToFileURL(`${folder}/${name}`).href;
  const wrong = [];
  page.on('console', m => { if (['error', 'warning'].includes(m.type())) wrong.push(m.text()); });
  page.on('pageerror', e => wrong.push(String(e)));
  page.on('dialog', d => { wrong.push('dialog ' + d.message()); d.dismiss(); });
  page.on('request', r => { if (r.url() !== url && !r.url().startsWith('data:') && !r.url().startsWith('blob:')) wrong.push('request ' + r.url()); });
  const started = Date.now();
  await page.goto(url);
  if (name.endsWith('.html')) await page.waitForSelector('html[data-ready=yes]');
  return {page, seconds: (Date.now() - started) / 1000, done: async screenshot => {
    await page.screenshot({path: `${folder}/${screenshot}`});
    assert.deepEqual(wrong, [], `${name}: the console is silent and nothing leaves the page`);
    await context.close();
  }};
}

// clickEdge clicks the middle of a drawn edge, as a person does.
async function clickEdge(page, filter) {
  const at = await page.evaluate(f => {
    const {cy} = window.picture;
    const edge = cy.edges().not('.hidden').filter(e => e.data('type') === f && e.source().id() !== e.target().id())[0];
    cy.zoom(2);
    cy.center(edge);
    const box = cy.container().getBoundingClientRect();
    const middle = edge.renderedMidpoint();
    return {x: box.x + middle.x, y: box.y + middle.y};
  }, filter);
  await page.waitForTimeout(300);
  await page.mouse.click(at.x, at.y);
  await page.waitForTimeout(200);
}

{
  const {page, done} = await open('odd.html', {width: 1400, height: 950});
  await clickEdge(page, 'ACCUSED');
  const text = await page.locator('#details').innerText();
  assert.match(text, /accused/);
  assert.ok(await page.locator('#details blockquote').count() === 1, 'the sentence behind an edge');
  // A statement that is markup stays text.
  await page.locator('#list button', {hasText: 'accused: starting "it"'}).first().click();
  const quote = await page.locator('#details blockquote').innerText();
  assert.ok(quote.includes("<script>alert('x')</script>"), quote);
  assert.ok((await page.locator('#details').innerText()).includes('Test & Söhne, 2019-02-28'), 'outlet and date');
  const link = page.locator('#details a');
  assert.equal(await link.getAttribute('href'), 'https://news.example/a?b=1&c="2"');
  assert.equal(await link.getAttribute('rel'), 'noopener noreferrer');
  // Filters: by kind, by type, by time, by words.
  const count = async () => (await page.locator('#count').innerText()).match(/\d+/g).map(Number);
  assert.deepEqual(await count(), [11, 11, 12, 12]);
  await page.locator('#types label', {hasText: 'accused'}).locator('input').uncheck();
  assert.equal((await count())[2], 7);
  await page.locator('#types label', {hasText: 'accused'}).locator('input').check();
  await page.locator('#kinds label', {hasText: 'Statement'}).locator('input').uncheck();
  assert.equal((await count())[2], 9);
  await page.locator('#kinds label', {hasText: 'Statement'}).locator('input').check();
  await page.locator('#undated').uncheck();
  await page.locator('#from').focus();
  await page.keyboard.press('End');
  assert.equal((await count())[2], 1, 'the last day alone: an office held until then');
  await page.keyboard.press('Home');
  await page.locator('#undated').check();
  await page.locator('#find').fill('third time');
  assert.equal((await count())[2], 2);
  await page.locator('#find').fill('');
  // By the keyboard alone, and what a screen reader is told.
  await page.locator('#list button').first().focus();
  await page.keyboard.press('Enter');
  assert.ok(await page.locator('#details h2').count());
  for (const control of await page.locator('input, button').all()) {
    const name = await control.evaluate(e => e.ariaLabel || e.labels?.[0]?.textContent.trim() || e.textContent.trim());
    if (await control.isVisible()) assert.ok(name, 'a name for ' + await control.evaluate(e => e.outerHTML));
  }
  await page.locator('#fit').click();
  await done('odd.png');
  console.log('ok odd.html: clicked, filtered, silent');
}
{
  const {page, done} = await open('some.html', {width: 1400, height: 950});
  await clickEdge(page, 'DENIED');
  assert.match(await page.locator('#details blockquote').innerText(), /Sentence number/);
  await page.locator('#fit').click();
  await done('some.png');
  console.log('ok some.html');
}
{
  const {page, done} = await open('odd.html', {width: 390, height: 844});
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(wide <= 390, `no sideways scrolling on a phone: ${wide}`);
  await clickEdge(page, 'DENIED');
  assert.match(await page.locator('#details').innerText(), /Russia denied it/);
  await done('phone.png');
  console.log('ok odd.html on a phone');
}
{
  const {page, done, seconds} = await open('big.html', {width: 1400, height: 950});
  const frames = await page.evaluate(async () => {
    const {cy} = window.picture;
    const started = performance.now();
    for (let i = 0; i < 10; i++) {
      cy.panBy({x: 10, y: 5});
      await new Promise(requestAnimationFrame);
    }
    return (performance.now() - started) / 10;
  });
  await clickEdge(page, 'ACCUSED');
  assert.match(await page.locator('#details blockquote').innerText(), /Sentence number/);
  await page.locator('#fit').click();
  await page.waitForTimeout(500);
  await done('big.png');
  console.log(`ok big.html: 2,000 nodes, 5,000 edges, drawn after ${seconds.toFixed(1)} s, ${frames.toFixed(0)} ms a step when moved`);
}
for (const name of ['odd', 'some']) {
  const {page, done} = await open(name + '.svg', {width: 1600, height: 1200});
  const overlaps = await page.evaluate(() => {
    const boxes = [...document.querySelectorAll('text')].map(t => [t.textContent, t.getBoundingClientRect()]);
    const found = [];
    boxes.forEach(([a, p], i) => boxes.slice(0, i).forEach(([b, q]) => {
      const x = Math.min(p.right, q.right) - Math.max(p.left, q.left), y = Math.min(p.bottom, q.bottom) - Math.max(p.top, q.top);
      if (x > 0.5 && y > 0.5) found.push([a, b, x, y]);
    }));
    return {count: boxes.length, found};
  });
  assert.ok(overlaps.count > 10, 'labels');
  assert.deepEqual(overlaps.found, [], 'no label on another');
  await done(name + '-svg.png');
  console.log(`ok ${name}.svg: ${overlaps.count} labels, none on another`);
}
await browser.close();
