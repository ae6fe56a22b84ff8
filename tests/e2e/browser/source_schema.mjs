// The published JSON Schema of a source's settings and the program's parser agree: what one takes
// the other takes, but for what a schema cannot say.
import Ajv2020 from 'ajv/dist/2020.js';
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const program = process.env.CADRE_PROGRAM;
const schema = JSON.parse(execFileSync(program, ['source', 'schema'], { encoding: 'utf8' }));
const validate = new Ajv2020({ strict: true, allErrors: true }).compile(schema);
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cadre-settings-'));
let failures = 0;

function tell(ok, what, detail = '') {
    if (!ok) failures++;
    if (!ok) console.log(`FAILED ${what}\n${detail}`);
}

// The program reads the settings first; the list that it would read by them is not there.
function parse(text) {
    const file = path.join(folder, 'settings.json');
    fs.writeFileSync(file, text);
    const run = spawnSync(program, ['check', 'roster', path.join(folder, 'absent.csv'),
        '--settings', file], { encoding: 'utf8' });
    if (run.status !== 4) throw new Error(`exit code ${run.status}: ${run.stderr}`);
    return { taken: !run.stderr.includes('are refused'), why: run.stderr };
}

function check(text, taken, bySchema = taken) {
    const parsed = parse(text);
    tell(parsed.taken === taken, `the parser ${taken ? 'takes' : 'refuses'} ${text}`, parsed.why);
    tell(validate(JSON.parse(text)) === bySchema,
        `the schema ${bySchema ? 'takes' : 'refuses'} ${text}`, JSON.stringify(validate.errors));
}

const settings = (members) => JSON.stringify({ version: 1, ...members });
const take = (members) => check(settings(members), true);
const refuse = (members) => check(settings(members), false);

// ---- every value that the schema lists ------------------------------------------------------
const members = schema.properties;
for (const name of ['delimiter', 'encoding', 'duplicates', 'short_rows'])
    for (const word of members[name].enum) take({ [name]: word });
for (const pattern of members.dates.items.enum) take({ dates: [pattern] });
for (const [kind, { enum: words }] of Object.entries(members.lists.properties))
    for (const word of words) take({ lists: { [kind]: word } });
for (const [kind, headers] of Object.entries(members.headers.properties)) {
    const columns = headers.additionalProperties.enum;
    take({ headers: { [kind]: Object.fromEntries(columns.map((name, i) => [`H ${i}`, name])) } });
}
for (const name of ['max_removed_percent', 'grace_days', 'precedence']) {
    take({ [name]: members[name].minimum });
    take({ [name]: members[name].maximum });
    refuse({ [name]: members[name].minimum - 1 });
    refuse({ [name]: members[name].maximum + 1 });
}
tell(JSON.stringify(Object.keys(members.lists.properties)) ===
    JSON.stringify(Object.keys(members.headers.properties)), 'lists and headers have the same kinds');

// ---- every pair of date formats -------------------------------------------------------------
const patterns = members.dates.items.enum;
let clashes = 0;
for (const left of patterns) {
    for (const right of patterns) {
        const text = settings({ dates: [left, right] });
        const { taken } = parse(text);
        clashes += taken ? 0 : 1;
        tell(validate(JSON.parse(text)) === taken, `both judge ${text} alike`);
    }
}
tell(clashes === patterns.length + 10, `${clashes} pairs are refused`);

// ---- what both refuse -----------------------------------------------------------------------
for (const text of ['[]', '"x"', '{}', '{"version":2}', '{"version":"1"}', 'null'])
    check(text, false);
for (const name of Object.keys(members)) {
    for (const value of [null, true, {}, [], 'x', 1.5, -7, [null], { x: 1 }]) {
        const empty = ['headers', 'lists'].includes(name) && JSON.stringify(value) === '{}';
        check(settings({ [name]: value }), empty);
    }
}
refuse({ unpivot: {} });
refuse({ Delimiter: ';' });
refuse({ headers: { needs: {} } });
refuse({ lists: { organizations: 'full' } });
refuse({ headers: { roster: { Soyad: 'need_code' } } });
refuse({ headers: { roster: { Soyad: null } } });
for (const header of ['', ' ', '\u00A0', '\t', '_', '- _'])
    refuse({ headers: { roster: { [header]: 'email' } } });

// ---- what a schema cannot say ---------------------------------------------------------------
check(settings({ headers: { roster: { Ad: 'email', ' AD': 'phone' } } }), false, true);
check('{"version":1.0}', false, true);
check('{"version":1,"precedence":1e2}', false, true);

fs.rmSync(folder, { recursive: true });
console.log(failures === 0 ? 'schema and parser agree' : `${failures} differences`);
process.exit(failures === 0 ? 0 : 1);
