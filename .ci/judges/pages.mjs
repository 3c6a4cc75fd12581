// Open pages in Chromium from the disk: accessibility (axe-core, WCAG 2.2 AA), script errors, missing
// files, any request to an outside host, sideways scrolling on a phone, agenda sheets that print on
// more than one page. Exit 1 on any finding.
// Use: node pages.mjs FILE…   Each page is seen at desktop and phone width, light and dark.
import fs from 'node:fs';
import {createRequire} from 'node:module';
import {pathToFileURL} from 'node:url';
const require = createRequire(import.meta.url);
const {chromium} = require('../node_modules/playwright-core');
const axe = fs.readFileSync(new URL('../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');
const views = [
  {name: 'desktop light', colorScheme: 'light', viewport: {width: 1280, height: 900}},
  {name: 'phone dark', colorScheme: 'dark', viewport: {width: 360, height: 740}},
];
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const args = ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync'];
const browser = await chromium.launch({executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args});
let findings = 0;
const files = process.argv.slice(2);
try {
  for (const view of views) {
    const context = await browser.newContext({...view, reducedMotion: 'reduce'});
    for (const file of files) {
      const page = await context.newPage();
      const notes = new Set();
      page.on('pageerror', error => notes.add('script error: ' + error.message));
      page.on('requestfailed', request => request.url().startsWith('file:') && notes.add('missing: ' + request.url()));
      await page.route(/^(https?|wss?):/, route => { notes.add('outside request: ' + route.request().url()); return route.abort(); });
      await page.goto(pathToFileURL(file).href, {waitUntil: 'load'});
      await page.evaluate(axe);
      const result = await page.evaluate(values => axe.run(document, {runOnly: {type: 'tag', values}, resultTypes: ['violations'], preload: false}), tags);
      for (const violation of result.violations)
        notes.add(`${violation.impact} ${violation.id} x${violation.nodes.length}: ${violation.nodes[0].html.slice(0, 160)}`);
      const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      if (over > 1) notes.add(`scrolls sideways by ${over} px`);
      if (/-[a-z]{2}.agenda\.html$/.test(file) && view === views[0]) {
        const pdf = (await page.pdf({preferCSSPageSize: true})).toString('latin1');
        const printed = (pdf.match(/\/Type\s*\/Page\b/g) || []).length;
        const sheets = await page.locator('.sheet').count();
        if (printed !== sheets) notes.add(`${sheets} sheets print on ${printed} pages`);
      }
      for (const note of notes) { findings++; console.log(`${file} (${view.name}): ${note}`); }
      await page.close();
    }
    await context.close();
  }
} finally { await browser.close(); }
console.log(`${files.length} pages in ${views.length} views, ${findings} findings`);
process.exit(findings ? 1 : 0);
