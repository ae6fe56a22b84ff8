// Every golden report in JSON against its published JSON Schema (draft 2020-12), and proof that the
// schemas refuse what they must refuse. The whole shipped catalogue too, as the program prints it.
import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

const source = process.argv[2];
const golden = path.join(source, 'tests/golden');
const schemas = path.join(source, 'reports/schema');
const read = (file) => JSON.parse(fs.readFileSync(file, 'utf8'));
let failures = 0;

function tell(ok, what, detail = '') {
    if (!ok) failures++;
    console.log(`${ok ? 'ok' : 'FAILED'} ${what}${ok ? '' : `\n${detail}`}`);
}

// allowUnionTypes: a value or null is what these documents are made of.
const ajv = new Ajv2020({ strict: true, allErrors: true, allowUnionTypes: true });
addFormats(ajv);
const validators = new Map();
for (const file of fs.readdirSync(schemas)) {
    const schema = read(path.join(schemas, file));
    validators.set(schema.$id, ajv.compile(schema));
}

const documents = fs
    .readdirSync(golden)
    .map((name) => [name, path.join(golden, name, 'expected.json')])
    .filter(([name, file]) => !name.startsWith('schema_') && fs.existsSync(file))
    .map(([name, file]) => [name, read(file)]);

const used = new Set();
for (const [name, document] of documents) {
    const validate = validators.get(document.schema);
    used.add(document.schema);
    tell(validate !== undefined && validate(document), `${name} is ${document.schema}`,
        validate === undefined ? 'no such schema' : ajv.errorsText(validate.errors));
}
tell(used.size === validators.size, 'every schema has a report', [...used].join(' '));

// What a schema must refuse. Each takes a valid document and spoils one thing.
const spoilers = {
    'a further key': (document) => { document.surplus = 1; },
    'a missing key': (document) => { delete document.finding; },
    'a fraction': (document) => { document.figures[Object.keys(document.figures)[0]] = 0.5; },
    'a negative number': (document) => { document.figures[Object.keys(document.figures)[0]] = -1; },
    'a number as text': (document) => { document.figures[Object.keys(document.figures)[0]] = '1'; },
    'a clock in the basis': (document) => { document.basis.written_at = '2026-03-01T08:00:00Z'; },
    'a further column': (document) => {
        Object.values(document.tables).find((rows) => rows.length > 0)[0].surplus = 1;
    },
};
for (const [name, document] of documents) {
    for (const [what, spoil] of Object.entries(spoilers)) {
        const copy = structuredClone(document);
        spoil(copy);
        tell(!validators.get(copy.schema)(copy), `${name} with ${what} is refused`);
    }
}

// ---- the shipped catalogue, list by list, and a thing of each type ----------------------------
const program = process.env.CADRE_PROGRAM;
const look = (...words) => JSON.parse(execFileSync(program,
    ['catalogue', ...words, '--shipped', '--format', 'json'], { encoding: 'utf8' }));

function judge(what, document) {
    const validate = validators.get(document.schema);
    tell(validate(document), `${what} is ${document.schema}`, ajv.errorsText(validate.errors));
}

const lists = validators.get('urn:cadre:report:catalogue_list:1').schema.properties.tables.properties;
const listed = Object.fromEntries(Object.keys(lists).map((name) => {
    const document = look('list', name);
    judge(`the list ${name}`, document);
    return [name, document.tables[name]];
}));
const first = (rows, key) => rows.filter(
    (row, i) => i === rows.findIndex((other) => other[key] === row[key]));
const codes = [
    ...listed.frameworks.map((row) => `${row.code}@${row.version}`),
    ...first(listed.elements.map((row) => (
        { sort: `${row.framework}@${row.version} ${row.type}`, ...row })), 'sort')
        .map((row) => `${row.framework}@${row.version}/${row.code}`),
    ...first(listed.credentials, 'issuer').map((row) => `${row.issuer}/${row.code}`),
    ...first(listed.regions, 'kind').map((row) => row.code),
    ...first(listed.lists, 'list').map((row) => `${row.list}/${row.code}`),
];
for (const code of codes) judge(code, look('show', code));
for (const { scale } of first(listed.scales, 'scale'))
    judge(scale, look('show', scale, '--type', 'scale'));
tell(codes.length > 50, `${codes.length} things looked at`);

process.exit(failures === 0 ? 0 : 1);
