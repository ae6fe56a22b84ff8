// Every golden report in HTML in a real browser: axe finds nothing in the light and in the dark
// scheme; wide and narrow, the page asks for nothing, runs no script and never scrolls sideways; the
// keyboard reaches the skip link first and every table's region.
import { chromium } from 'playwright-core';
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';

const golden = path.join(process.argv[2], 'tests/golden');
const axe = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const views = [
    { axe: true, colorScheme: 'light', viewport: { width: 1360, height: 900 } },
    { axe: true, colorScheme: 'dark', viewport: { width: 1360, height: 900 } },
    { axe: false, colorScheme: 'light', viewport: { width: 360, height: 740 } },
];
let failures = 0;

function tell(ok, what, detail = '') {
    if (!ok) failures++;
    console.log(`${ok ? 'ok' : 'FAILED'} ${what}${ok ? '' : `\n  ${detail}`}`);
}

function list(violations) {
    return violations
        .map((one) => `${one.id} (${one.nodes.length}): ${one.help}\n    ${one.nodes[0]?.html}`)
        .join('\n  ');
}

async function axeOf(page) {
    return page.evaluate(async (source) => {
        new Function(source).call(window);
        return (await window.axe.run(document)).violations;
    }, axe);
}

async function facts(page) {
    return page.evaluate(() => ({
        scripts: document.querySelectorAll('script, [onload], [onclick], iframe, object').length,
        outside: [...document.querySelectorAll('[src], link[href], a[href]')].filter(
            (one) => !(one.getAttribute('href') ?? '').startsWith('#')).length,
        sideways: document.documentElement.scrollWidth > window.innerWidth,
        tables: document.querySelectorAll('table').length,
        described: document.querySelectorAll(
            '[role=region][tabindex="0"] > table > caption').length,
        headless: [...document.querySelectorAll('th')].filter((one) => !one.scope).length,
    }));
}

async function check(browser, name, view) {
    const label = `${name}, ${view.colorScheme}, ${view.viewport.width} px`;
    const page = await browser.newPage({ colorScheme: view.colorScheme, viewport: view.viewport });
    const asked = [];
    page.on('request', (request) => asked.push(request.url()));
    await page.goto(`file://${path.join(golden, name, 'expected.html')}`);
    const seen = await facts(page);
    tell(asked.length === 1, `${label}: asks for nothing`, asked.join(' '));
    tell(seen.scripts === 0 && seen.outside === 0, `${label}: no script, nothing outside`,
        JSON.stringify(seen));
    tell(!seen.sideways, `${label}: the page does not scroll sideways`);
    tell(seen.tables === seen.described && seen.headless === 0,
        `${label}: every table has a region, a caption and scopes`, JSON.stringify(seen));
    if (view.axe) {
        const violations = await axeOf(page);
        tell(violations.length === 0, `${label}: axe`, list(violations));
    }
    await page.keyboard.press('Tab');
    const first = await page.evaluate(() => document.activeElement.className);
    tell(first === 'skip', `${label}: the skip link comes first`, first);
    await page.close();
}

// The checks themselves can fail: a page spoilt on purpose must not pass.
async function checkTheCheck(browser, name) {
    const page = await browser.newPage();
    await page.goto(`file://${path.join(golden, name, 'expected.html')}`);
    await page.evaluate(() => {
        document.documentElement.removeAttribute('lang');
        document.querySelector('.finding').style.color = '#eeeeee';
    });
    const found = (await axeOf(page)).map((one) => one.id);
    tell(found.includes('html-has-lang') && found.includes('color-contrast'),
        'axe finds what is spoilt on purpose', found.join(' '));
    await page.close();
}

const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM,
    args: ['--no-sandbox'],
});
const names = fs.readdirSync(golden).filter(
    (name) => fs.existsSync(path.join(golden, name, 'expected.html')));
for (const name of names)
    for (const view of views)
        await check(browser, name, view);
await checkTheCheck(browser, names[0]);
await browser.close();
tell(names.length > 0, `${names.length} reports seen`);
process.exit(failures === 0 ? 0 : 1);
