/**
 * The table of captures in ../README.md, made from the .json files: `node captures/make/table.mjs --write`, or
 * `--check`, which also says whether every capture has its .json and every .json its capture, and keeps to the size.
 */
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';

const FOLDER = new URL('../', import.meta.url);
const README = new URL('README.md', FOLDER);
const BEGIN = '<!-- table: made by captures/make/table.mjs -->';
const END = '<!-- end of table -->';
const SIZE_LIMIT = 600_000;

const files = readdirSync(FOLDER).sort();
const captures = files.filter((file) => /\.pcap(ng)?$/.test(file));
const nameOf = (file) => file.replace(/\.\w+$/, '');

function problems() {
  const described = new Set(files.filter((file) => file.endsWith('.json')).map(nameOf));
  const found = captures
    .filter((file) => !described.delete(nameOf(file)))
    .map((file) => `${file} has no .json`);
  for (const name of described) found.push(`${name}.json has no capture`);
  const size = captures.reduce((sum, file) => sum + statSync(new URL(file, FOLDER)).size, 0);
  if (size > SIZE_LIMIT) found.push(`the captures take ${size} octets, more than ${SIZE_LIMIT}`);
  return found;
}

function table() {
  const rows = captures.map((file) => {
    const { why, frames, flows, find } = JSON.parse(
      readFileSync(new URL(`${nameOf(file)}.json`, FOLDER), 'utf8'),
    );
    const expected = find.map((each) => `${each.rule} (${each.flows.length})`).join('<br>') || 'nothing';
    return `| ${file} | ${frames} | ${flows} | ${expected} | ${why.replaceAll('|', '\\|')} |`;
  });
  return [
    '| capture | frames | flows | must be found (flows) | why |',
    '|---|---:|---:|---|---|',
    ...rows,
  ].join('\n');
}

const wrong = problems();
const before = readFileSync(README, 'utf8');
const [head, rest] = before.split(BEGIN);
const after = `${head}${BEGIN}\n\n${table()}\n\n${END}${rest.split(END)[1]}`;
if (process.argv[2] === '--write') writeFileSync(README, after);
else if (process.argv[2] !== '--check') wrong.push('say --check or --write');
else if (after !== before) wrong.push('README.md is behind the .json files: run with --write');
for (const each of wrong) console.error(each);
process.exitCode = wrong.length > 0 ? 1 : 0;
