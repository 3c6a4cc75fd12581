// Open pages in Chromium from the disk: accessibility (axe-core, WCAG 2.2 AA), script errors, missing
// files, any request to an outside host, sideways scrolling, agenda sheets that print on more than one
// page, and in high contrast 7 to 1 for every word. Exit 1 on any finding.
// Use: node pages.mjs FILE…  [--all-views FILE…]   A page is loaded once and seen in every view: desktop
// light and phone dark, and after --all-views also desktop dark, phone light and high contrast.
import fs from 'node:fs';
import {createRequire} from 'node:module';
import {pathToFileURL} from 'node:url';
const require = createRequire(import.meta.url);
const {chromium} = require('../node_modules/playwright-core');
const axe = fs.readFileSync(new URL('../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');
const desktop = {width: 1280, height: 900};
const phone = {width: 360, height: 740};
const view = (name, size, colorScheme, contrast = 'no-preference') => ({name, size, media: {colorScheme, contrast, reducedMotion: 'reduce'}});
const few = [view('desktop light', desktop, 'light'), view('phone dark', phone, 'dark')];
const more = [view('desktop dark', desktop, 'dark'), view('phone light', phone, 'light')];
const strong = [view('high contrast light', desktop, 'light', 'more'), view('high contrast dark', phone, 'dark', 'more')];
const levels = {type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']};
const contrastRules = {type: 'rule', values: ['color-contrast', 'link-in-text-block']};
const strongRules = {type: 'rule', values: ['color-contrast', 'color-contrast-enhanced']};
const args = ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync'];
const given = process.argv.slice(2);
const mark = given.includes('--all-views') ? given.indexOf('--all-views') : given.length;
const jobs = [...given.slice(0, mark).map(file => [file, false]), ...given.slice(mark + 1).map(file => [file, true])];
const browser = await chromium.launch({executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args});
let findings = 0;
let seen = 0;

function latinLetters() {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) walker.currentNode.nodeValue = walker.currentNode.nodeValue.replace(/[\u0600-\u06ff]/g, 'n');
}

// The switch in the bar: off at first, on after a click, still on when the page is opened again.
async function contrastSwitch(file) {
  const context = await browser.newContext(few[0].media);  // of its own: the choice is remembered
  const page = await context.newPage();
  await page.goto(pathToFileURL(file).href, {waitUntil: 'load'});
  const button = page.locator('button.contrast');
  const states = [];
  const look = async () => states.push(await button.getAttribute('aria-pressed'), await page.locator('body').evaluate(body => getComputedStyle(body).backgroundColor));
  await look();
  await button.click();
  await page.goto(pathToFileURL(file).href, {waitUntil: 'load'});
  await look();
  await context.close();
  const [before, , after, ground] = states;
  return before === 'false' && after === 'true' && ground === 'rgb(255, 255, 255)' ? [] : [`the switch of contrast: ${states}`];
}

try {
  const context = await browser.newContext();
  for (const [file, all] of jobs) {
    const page = await context.newPage();
    let notes = new Set();
    page.on('pageerror', error => notes.add('script error: ' + error.message));
    page.on('requestfailed', request => request.url().startsWith('file:') && notes.add('missing: ' + request.url()));
    await page.route(/^(https?|wss?):/, route => { notes.add('outside request: ' + route.request().url()); return route.abort(); });
    const tell = name => { for (const note of notes) { findings++; console.log(`${file} (${name}): ${note}`); } notes = new Set(); };
    await page.setViewportSize(desktop);
    await page.emulateMedia(few[0].media);
    await page.goto(pathToFileURL(file).href, {waitUntil: 'load'});
    await page.evaluate(axe);
    const withContrast = await page.locator('#contrast').count();
    const views = [...few, ...(all ? more : []), ...(all && withContrast ? strong : [])];
    // axe takes joined letters for an icon and passes them over: contrast of Arabic words is judged
    // once more with Latin letters in their place
    const joined = await page.evaluate(() => document.documentElement.dir === 'rtl');
    for (const {name, size, media, latin} of [...views, ...(joined ? views.map(one => ({...one, latin: true})) : [])]) {
      seen++;
      if (latin) await page.evaluate(latinLetters);
      await page.setViewportSize(size);
      await page.emulateMedia(media);
      // drawn once in the new look before it is judged
      await page.evaluate(() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done))));
      // the other rules do not look at colours, and have seen both widths by then
      const colours = latin || more.some(one => one.name === name);
      const runOnly = media.contrast === 'more' ? strongRules : colours ? contrastRules : levels;
      const result = await page.evaluate(only => axe.run(document, {runOnly: only, rules: {'color-contrast-enhanced': {enabled: only.type === 'rule'}}, resultTypes: ['violations'], preload: false}), runOnly);
      for (const violation of result.violations)
        {
        const [node] = violation.nodes;
        const why = (node.any[0] || node.all[0] || node.none[0])?.message || '';
        notes.add(`${violation.impact} ${violation.id} x${violation.nodes.length}: ${node.html.slice(0, 160)} ${why}`);
      }
      const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      if (over > 1 && !latin) notes.add(`scrolls sideways by ${over} px`);
      if (/-[a-z]{2}.agenda\.html$/.test(file) && name === few[0].name && !latin) {
        const pdf = (await page.pdf({preferCSSPageSize: true})).toString('latin1');
        const printed = (pdf.match(/\/Type\s*\/Page\b/g) || []).length;
        const sheets = await page.locator('.sheet').count();
        if (printed !== sheets) notes.add(`${sheets} sheets print on ${printed} pages`);
      }
      tell(name);
    }
    if (withContrast && /[\\/]index\.html$/.test(file)) {
      for (const note of await contrastSwitch(file)) notes.add(note);
      tell('switch');
    }
    await page.close();
  }
} finally { await browser.close(); }
console.log(`${jobs.length} pages, ${seen} views, ${findings} findings`);
process.exit(findings ? 1 : 0);
