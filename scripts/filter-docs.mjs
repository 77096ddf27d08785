/**
 * docs/filter.md, made from the field table of the build: `node scripts/filter-docs.mjs --write`, or `--check`, which says
 * whether it is up to date. `npm run generate` builds first.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { OPERATORS_OF } from '../dist/filter/field.js';
import { FIELDS } from '../dist/filter/fields.js';
import { wordsToType } from '../dist/filter/words.js';
import { FILTER_SYNTAX } from '../dist/view/filter-syntax.js';

const PAGE = new URL('../docs/filter.md', import.meta.url);
const MADE =
  '<!-- Made from src/filter by scripts/filter-docs.mjs: change a field there, then `npm run generate`. -->';

// Signs that Markdown would take for markup or for the end of a cell.
const plain = (text) => text.replace(/[<>*|]/g, (sign) => `\\${sign}`);
const code = (text) => `\`${text.replaceAll('|', '\\|')}\``;

function fieldRow({ name, aliases, type, example, doc }) {
  return `| ${[name, ...aliases].map(code).join(' ')} | ${type} | ${code(example)} | ${plain(doc)} |`;
}

function typeRow([type, operators]) {
  return `| ${type} | ${operators.map(code).join(' ')} |`;
}

function words({ name, reader }) {
  return `**${code(name)}**: ${wordsToType(reader.words).map(code).join(', ')}`;
}

const page = [
  '# Filters',
  MADE,
  '`tcpdx flows FILE --filter EXPRESSION` lists only flows that match, `tcpdx report FILE --filter EXPRESSION` tells only of them. `tcpdx filter` prints this page.',
  FILTER_SYNTAX.map((sentence) => `- ${plain(sentence)}`).join('\n'),
  '## Fields',
  ['| field | holds | example | meaning |', '|---|---|---|---|', ...FIELDS.map(fieldRow)].join('\n'),
  '## Operators',
  ['| holds | operators |', '|---|---|', ...Object.entries(OPERATORS_OF).map(typeRow)].join('\n'),
  'Also `eq ne lt le gt ge`, `=` for `==`, and `:` for `==` right behind the name of a field.',
  '## Words',
  ...FIELDS.filter(({ reader }) => reader.of === 'word').map(words),
]
  .join('\n\n')
  .concat('\n');

/** The page as stored; checked out with the line ends of Windows it is the same page. */
function stored() {
  try {
    return readFileSync(PAGE, 'utf8').replaceAll('\r\n', '\n');
  } catch {
    return null;
  }
}

if (process.argv[2] === '--write') {
  writeFileSync(PAGE, page);
} else if (process.argv[2] === '--check') {
  if (stored() !== page) {
    console.error('docs/filter.md is behind src/filter: npm run generate');
    process.exitCode = 1;
  }
} else {
  console.error('say --check or --write');
  process.exitCode = 2;
}
