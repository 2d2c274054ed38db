// The page in a browser, as its readers use it. PAGES is the folder of the pages, CHROMIUM the
// browser; screenshots go to PAGES/shots.
'use strict';
const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const {after, before, test} = require('node:test');
const {pathToFileURL} = require('node:url');
const {chromium} = require('playwright-core');
const {kDifferences} = require('./answers.js');

const folder = process.env.PAGES;
const shots = path.join(folder, 'shots');
const axe = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const names = ['everyKind', 'hostile', 'large', 'diplomats', 'analysis'];
const desktop = {width: 1280, height: 900};
const phone = {width: 375, height: 812};
const anchor = (i) => 'd-' + (0xabc0000 + i).toString(16).padStart(16, '0');

let browser;
before(async () => {
  fs.mkdirSync(shots, {recursive: true});
  browser = await chromium.launch({executablePath: process.env.CHROMIUM, args: ['--no-sandbox']});
});
after(() => browser.close());

// A page that fails the test where anything is asked of the network, breaks, or opens a dialog.
async function open(t, name, {hash = '', ...options} = {}) {
  const context = await browser.newContext({viewport: desktop, reducedMotion: 'reduce', ...options});
  t.after(() => context.close());
  context.setDefaultTimeout(240000);  // a machine may be busy
  const page = await context.newPage();
  const faults = [];
  page.on('request', (request) => {
    if (!request.url().startsWith('file:')) faults.push(`asked for ${request.url()}`);
  });
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text());
  });
  page.on('dialog', (dialog) => {
    faults.push(dialog.message());
    dialog.dismiss();
  });
  page.faults = faults;
  await page.goto(pathToFileURL(path.join(folder, `${name}.html`)).href + hash);
  return page;
}

const shown = (page) => page.locator('.card:visible').count();
const focused = (page) => page.evaluate(() => document.activeElement.id);
const sideways = (page) => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);

for (const name of names) {
  test(`${name}: asks for nothing, breaks nothing, and every link within leads somewhere`, async (t) => {
    const page = await open(t, name);
    const {dead, twice} = await page.evaluate(() => {
      const ids = [...document.querySelectorAll('[id]')].map((element) => element.id);
      return {
        dead: [...document.querySelectorAll('a[href^="#"]')].map((link) => link.hash.slice(1))
            .filter((id) => !document.getElementById(decodeURIComponent(id))),
        twice: ids.filter((id, i) => ids.indexOf(id) !== i),
      };
    });
    assert.deepEqual(dead, []);
    assert.deepEqual(twice, []);
    assert.deepEqual(page.faults, []);
  });

  for (const [size, viewport] of [['desktop', desktop], ['phone', phone]]) {
    for (const colorScheme of ['light', 'dark']) {
      test(`${name}: fits, and axe finds nothing, ${size}, ${colorScheme}`, async (t) => {
        // Axe is run from outside the page's policy, which would not let it in.
        const page = await open(t, name, {viewport, colorScheme, bypassCSP: true});
        assert.ok(await sideways(page) <= 0, 'the page does not scroll sideways');
        const large = name === 'large';
        await page.screenshot({path: path.join(shots, `${name}-${size}-${colorScheme}.png`),
          fullPage: !large});
        // The colours of the large page are those of the others, and it is long to measure.
        if (large && colorScheme === 'dark') return;
        await page.evaluate(axe);
        const {violations} = await page.evaluate((large) => axe.run({resultTypes: ['violations'],
          rules: {'color-contrast': {enabled: !large}, 'link-in-text-block': {enabled: !large}}}),
        large);
        assert.deepEqual(violations.map(({id, nodes}) =>
            `${id}: ${nodes.slice(0, 3).map((node) => node.html.slice(0, 200)).join(' | ')}`), []);
      });
    }
  }
}

test('hostile text stays text, and the policy stops what was not foreseen', async (t) => {
  const page = await open(t, 'hostile');
  assert.ok((await page.textContent('h3')).includes('<script>window.hit=1</script>'));
  await page.locator('.permalink').first().hover();
  assert.equal(await page.evaluate(() => document.querySelectorAll(
      'img, iframe, object, embed, base, link, svg[onload], a[href^="javascript"]').length), 0);
  assert.equal(await page.evaluate(() => window.hit), undefined);
  assert.ok(!(await page.content()).includes('\u202e'));
  const stopped = await page.evaluate(() => new Promise((resolve) => {
    const told = [];
    document.addEventListener('securitypolicyviolation', (event) => {
      told.push(event.effectiveDirective);
      if (told.length === 3) resolve(told.sort());
    });
    const script = document.createElement('script');
    script.textContent = 'window.hit = 1';
    const image = document.createElement('img');
    image.src = 'https://elsewhere.example/x.png';
    const style = document.createElement('style');
    style.textContent = 'body { display: none }';
    document.body.append(script, image, style);
  }));
  assert.deepEqual(stopped, ['img-src', 'script-src-elem', 'style-src-elem']);
  assert.equal(await page.evaluate(() => window.hit), undefined);
});

test('all of it can be read and followed without the script', async (t) => {
  const page = await open(t, 'everyKind', {javaScriptEnabled: false});
  assert.equal(await shown(page), 14);
  assert.equal(await page.locator('.filters:visible, .copy:visible, .picker:visible').count(), 0);
  assert.equal(await page.locator('.report:visible').count(), 3);
  await page.locator(`#${anchor(3)} .as-text summary`).click();
  assert.match(await page.locator(`#${anchor(3)} pre`).innerText(), /\[Fourteen\] sailors/);
  await page.locator(`#${anchor(3)} .evidence a`).first().click();
  assert.match(page.url(), /#r1-s\d+$/);
  await page.locator('.passage', {hasText: 'forty sailors'}).click();
  assert.ok(page.url().endsWith('#' + anchor(3)));
});

test('every kind has its card, its colour and its words marked', async (t) => {
  const page = await open(t, 'everyKind');
  for (const [kind, , , left, leftWords] of kDifferences) {
    const name = kind.toLowerCase().replaceAll('_', '-');
    const aspect = page.locator(`.aspects li[data-kind="k-${name}"]`);
    assert.equal(await aspect.count(), 1, kind);
    const card = page.locator('.card', {has: aspect});
    assert.ok((await card.locator('.evidence').innerText()).includes(left), kind);
    if (leftWords) {
      const marks = await card.locator('mark').allInnerTexts();
      assert.ok(marks.some((words) => leftWords.includes(words)), `${kind}: ${marks}`);
    }
    assert.ok(await page.locator(`.passage mark.k-${name}, .passage.k-${name}`).count(), kind);
  }
});

test('filters by kind, severity, report and confidence, and search', async (t) => {
  const page = await open(t, 'everyKind');
  const status = () => page.locator('.shown').innerText();
  const tick = (name, value) => page.locator(`input[name=${name}][value="${value}"]`).check();
  assert.equal(await status(), '14 of 14 shown');
  await tick('kind', 'k-quantity');
  assert.deepEqual([await status(), await shown(page)], ['1 of 14 shown', 1]);
  await tick('kind', 'k-time');
  assert.equal(await shown(page), 2);
  await tick('severity', 'high');
  assert.equal(await shown(page), 1);
  assert.equal(await page.locator('.passage.off').filter({hasText: 'Monday'}).count(), 1);
  await page.getByRole('button', {name: 'Clear'}).click();
  await page.waitForFunction(() => document.querySelectorAll('.card[hidden]').length === 0);
  await tick('report', '2');
  assert.deepEqual(await page.locator('.card:visible').evaluateAll((cards) =>
    cards.map((card) => card.dataset.reports)), ['0 1 2', '0 1 2']);
  await page.getByRole('button', {name: 'Clear'}).click();
  await page.locator('input[name=sure]').fill('0.9');
  assert.equal(await shown(page), 3);
  assert.equal(await page.locator('output').innerText(), '0.90');
  await page.locator('input[name=sure]').fill('0');
  await page.locator('input[name=find]').fill('VALVE diver');
  assert.equal(await shown(page), 1);
  await page.locator('input[name=find]').fill('nowhere said');
  assert.equal(await shown(page), 0);
  assert.ok(await page.locator('.nothing').isVisible());
  // A link to a hidden card shows it all the same.
  await page.locator('.gravest a').first().click();
  await page.locator(`#${anchor(0)}`).waitFor({state: 'visible'});
  assert.deepEqual(page.faults, []);
});

test('keys: j, k, /, ?, o, c, Escape; and without them', async (t) => {
  const page = await open(t, 'everyKind', {permissions: ['clipboard-read', 'clipboard-write']});
  await page.keyboard.press('j');
  assert.equal(await focused(page), anchor(0));
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  assert.equal(await focused(page), anchor(2));
  await page.keyboard.press('k');
  assert.equal(await focused(page), anchor(1));
  await page.keyboard.press('c');
  await page.locator(`#${anchor(1)} .copied`, {hasText: 'Copied'}).waitFor();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  assert.match(copied, /^HIGH\s+The Gazette and The Herald say the contrary\n/);
  assert.match(copied, /The Herald: “[^”]*\[not\] working/);
  await page.keyboard.press('o');
  assert.equal(await page.evaluate(() => document.activeElement.className), 'passage k-polarity now');
  await page.keyboard.press('o');
  assert.equal(await focused(page), anchor(1));
  await page.keyboard.press('/');
  assert.equal(await page.evaluate(() => document.activeElement.name), 'find');
  await page.keyboard.type('jk?');
  assert.equal(await page.locator('input[name=find]').inputValue(), 'jk?');
  assert.equal(await shown(page), 0);
  await page.keyboard.press('Escape');
  assert.equal(await shown(page), 14);
  await page.keyboard.press('Escape');
  await page.keyboard.press('?');
  assert.ok(await page.locator('dialog').isVisible());
  await page.screenshot({path: path.join(shots, 'keys.png')});
  await page.locator('input[name=keys]').uncheck();
  await page.keyboard.press('Escape');
  assert.ok(!await page.locator('dialog').isVisible());
  await page.evaluate(() => document.activeElement.blur());
  await page.keyboard.press('/');
  assert.notEqual(await page.evaluate(() => document.activeElement.name), 'find');
  assert.deepEqual(page.faults, []);
});

test('copies where the clipboard is closed', async (t) => {
  const page = await open(t, 'everyKind');
  await page.evaluate(() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')); });
  await page.locator(`#${anchor(3)} .copy`).click();
  assert.match(await page.evaluate(() => String(getSelection())), /\[Fourteen\] sailors/);
  assert.notEqual(await page.locator(`#${anchor(3)} .copied`).innerText(), '');
});

test('a permanent address leads to the card, and to an aspect within it', async (t) => {
  const page = await open(t, 'everyKind', {hash: '#' + anchor(10)});
  assert.equal(await focused(page), anchor(10));
  assert.ok(await page.locator(`#${anchor(10)} h3`).evaluate((heading) => {
    const {top, bottom} = heading.getBoundingClientRect();
    return top >= 0 && bottom <= innerHeight;
  }));
  assert.equal(await page.locator(`#${anchor(10)} .permalink`).getAttribute('href'), '#' + anchor(10));
  const aspect = page.locator(`#${anchor(6)}`);  // the cause, told in the card of the pumps
  assert.equal(await aspect.getAttribute('data-kind'), 'k-cause');
  assert.equal(await aspect.evaluate((item) => item.closest('.card').id), anchor(1));
});

test('the reports scroll to each other', async (t) => {
  const page = await open(t, 'everyKind', {viewport: {width: 1280, height: 420}});
  const passage = (words) => page.locator('.passage', {hasText: words});
  await page.locator('#reports').scrollIntoViewIfNeeded();
  await passage('before noon').click();
  await page.waitForFunction(() => document.querySelectorAll('.passage.now').length === 2);
  assert.ok(await passage('by noon').evaluate((element) => element.classList.contains('now')));
  await passage('shots were fired').click();
  await page.waitForFunction(() => {
    const top = (words) => [...document.querySelectorAll('.passage.now')]
        .find((element) => element.textContent.includes(words)).getBoundingClientRect().top;
    const box = [...document.querySelectorAll('.report .text')][0];
    const end = box.scrollTop + box.clientHeight >= box.scrollHeight - 2;
    return end || Math.abs(top('Guards opened') - top('shots were')) < 40;
  });
  assert.match(await page.locator('.strip').innerText(), /One names who did it/);
  await page.screenshot({path: path.join(shots, 'aligned.png')});
  await page.locator('.strip a').click();
  assert.equal(await focused(page), anchor(12));
  await page.locator(`#${anchor(5)} .to-report`).last().click();
  assert.match(await page.evaluate(() => document.activeElement.textContent), /at the oil dock/);
  await page.goBack();
  assert.ok(page.url().endsWith('#' + anchor(5)));
  assert.deepEqual(page.faults, []);
});

test('facts are a table with scopes, coloured by commitment, linked to cards', async (t) => {
  const page = await open(t, 'everyKind');
  const table = page.locator('table.facts');
  assert.deepEqual(await table.locator('thead th').allInnerTexts(),
      ['Fact', 'The Gazette', 'The Herald', 'Radio Skarhavn']);
  assert.equal(await table.locator('th[scope=row]').count(), 4);
  assert.deepEqual(await table.locator('#fact-1 td').evaluateAll((cells) =>
    cells.map((cell) => cell.className)), ['c-asserted', 'c-negated', 'c-denied']);
  const colours = await table.locator('td').evaluateAll((cells) => Object.entries(Object.fromEntries(
      cells.map((cell) => [cell.className, getComputedStyle(cell).backgroundColor]))));
  assert.equal(colours.length, 9);  // eight classes, and not told
  assert.equal(new Set(colours.map(([, colour]) => colour)).size, 9);
  await table.locator('#fact-2 .links a').click();
  assert.equal(await focused(page), anchor(3));
  assert.match(await page.locator('#facts .note').innerText(), /^1 less certain/);
});

test('dates and addresses of the reports', async (t) => {
  const page = await open(t, 'everyKind');
  assert.equal(await page.locator('#r1 time').innerText(), '15 March 2023, 13:30 UTC');
  assert.equal(await page.locator('#r2 time').innerText(), '15 March 2023');
  assert.equal(await page.locator('#r1 .address').getAttribute('href'),
      'https://gazette.example/aurora?id=1&p=2');
  assert.equal(await page.locator('#profiles .address').count(), 2);
});

test('on paper no row is cut, and nothing is there that one would click', async (t) => {
  for (const name of ['everyKind', 'large', 'diplomats']) {
    const page = await open(t, name, {viewport: {width: 700, height: 990}});
    await page.emulateMedia({media: 'print'});
    await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
    assert.equal(await page.locator('.filters:visible, .tools:visible, nav:visible').count(), 0);
    assert.equal(await page.locator('.report:visible').count(), await page.locator('.report').count());
    const cut = await page.evaluate(() => [...document.querySelectorAll('.card, tr, .sentence')]
        .filter((element) => getComputedStyle(element).breakInside !== 'avoid').length);
    assert.equal(cut, 0);
    assert.ok(await sideways(page) <= 0, `${name} fits the paper`);
    await page.pdf({path: path.join(shots, `${name}.pdf`), format: 'A4',
      margin: {top: '15mm', bottom: '15mm', left: '15mm', right: '15mm'}});
  }
});

test('64 reports of 50,000 words: four columns at once, others when they are asked for', async (t) => {
  const page = await open(t, 'large');
  assert.ok((await page.evaluate(() => [...document.querySelectorAll('.report .text')]
      .map((text) => text.textContent).join(' ').split(/\s+/).length)) > 50000);
  assert.equal(await page.locator('.report:visible').count(), 4);
  assert.equal(await shown(page), 100);
  await page.locator('input[name=find]').fill('matter 150');
  assert.equal(await shown(page), 1);
  const card = page.locator('.card:visible');
  const reports = (await card.getAttribute('data-reports')).split(' ').map(Number);
  await card.locator('.to-report').last().click();
  const columns = await page.locator('.report:visible').evaluateAll((all) =>
    all.map((column) => Number(column.dataset.report)));
  assert.deepEqual(columns, reports.filter((report) => columns.includes(report)));
  assert.ok(columns.length >= 2);
  await page.screenshot({path: path.join(shots, 'large-aligned.png')});
  await page.locator('#facts').scrollIntoViewIfNeeded();
  await page.screenshot({path: path.join(shots, 'large-facts.png')});
  assert.deepEqual(page.faults, []);
});
