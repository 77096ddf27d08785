/**
 * The pages of docs/rules/, made from the rules of the build: `node scripts/rules-docs.mjs --write`, or `--check`, which
 * says whether they are up to date. `npm run generate` builds first.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { RULES } from '../dist/index.js';

const ROOT = new URL('../', import.meta.url);
const FOLDER = new URL('docs/rules/', ROOT);
const CAPTURES = new URL('captures/', ROOT);
const MADE =
  '<!-- Made from src/rules by scripts/rules-docs.mjs: change the rule, then `npm run generate`. -->';

const SCOPES = {
  flow: 'one flow at a time',
  exchange: 'one HTTP exchange at a time',
  series: 'the flows of one client to one service over time',
};

const paragraphs = (...parts) => parts.filter((part) => part !== '').join('\n\n');
const bullets = (items) => items.map((item) => `- ${item}`).join('\n');
const section = (title, body) => (body === '' ? '' : `## ${title}\n\n${body}`);
// Angle brackets and stars of the texts are no markup.
const plain = (text) => text.replace(/[<*]/g, (sign) => `\\${sign}`);
const citation = ({ title, url }) => (url === undefined ? plain(title) : `${plain(title)}: <${url}>`);

/** Captures in which a rule must find something, by rule. */
function capturesByRule() {
  const byRule = new Map(RULES.map(({ id }) => [id, []]));
  const names = readdirSync(CAPTURES).flatMap((file) => /^(.+)\.json$/.exec(file)?.[1] ?? []);
  for (const name of names.sort()) {
    const { find, why } = JSON.parse(readFileSync(new URL(`${name}.json`, CAPTURES), 'utf8'));
    for (const rule of new Set(find.map((each) => each.rule))) {
      byRule.get(rule)?.push(`\`${name}\`: ${plain(why)}`);
    }
  }
  return byRule;
}

function formTable(matches) {
  const rows = Object.values(matches).map(
    ({ variant, severity, confidence }) =>
      `| \`${variant}\` | ${severity} | ${Math.round(confidence * 100)} % |`,
  );
  return ['| form | severity | confidence |', '|---|---|---:|', ...rows].join('\n');
}

function remedy({ title, steps, warning, source }) {
  return paragraphs(
    `### ${plain(title)}`,
    steps.map((step, index) => `${index + 1}. ${plain(step)}`).join('\n'),
    warning === undefined ? '' : `Take care: ${plain(warning)}`,
    `Source: ${plain(source.title)}`,
  );
}

function page(rule, captures) {
  return `${paragraphs(
    `# ${rule.id}: ${plain(rule.title)}`,
    MADE,
    `Severity: ${rule.severity} for the usual match. Looks at ${SCOPES[rule.scope]}.`,
    section('What it means', plain(rule.explains)),
    section('Forms', formTable(rule.matches)),
    section('What else looks like this', bullets(rule.alsoLooksLike.map(plain))),
    section('What would settle it', bullets(rule.toConfirm.map(plain))),
    section('Remedies', paragraphs(...rule.remedies.map(remedy))),
    section('Captures that show it', bullets(captures)),
    section('Sources', bullets(rule.sources.map(citation))),
  )}\n`;
}

function index() {
  const rows = RULES.map(
    ({ id, severity, title }) => `| [${id}](${id}.md) | ${severity} | ${plain(title)} |`,
  );
  return `${paragraphs(
    '# Rules',
    MADE,
    'In the order in which a report lists them. `tcpdx rules ID` prints the same.',
    ['| rule | severity of the usual match | what it finds |', '|---|---|---|', ...rows].join('\n'),
  )}\n`;
}

const captures = capturesByRule();
const pages = new Map([
  ['README.md', index()],
  ...RULES.map((rule) => [`${rule.id}.md`, page(rule, captures.get(rule.id))]),
]);
mkdirSync(FOLDER, { recursive: true });
const strangers = readdirSync(FOLDER).filter((name) => !pages.has(name));

/** The page as stored; checked out with the line ends of Windows it is the same page. */
function stored(name) {
  try {
    return readFileSync(new URL(name, FOLDER), 'utf8').replaceAll('\r\n', '\n');
  } catch {
    return null;
  }
}

if (process.argv[2] === '--write') {
  for (const [name, text] of pages) writeFileSync(new URL(name, FOLDER), text);
  for (const name of strangers) rmSync(new URL(name, FOLDER));
} else if (process.argv[2] === '--check') {
  const behind = [...pages].filter(([name, text]) => stored(name) !== text).map(([name]) => name);
  for (const name of behind) console.error(`docs/rules/${name} is behind the rules: npm run generate`);
  for (const name of strangers) console.error(`docs/rules/${name} belongs to no rule: npm run generate`);
  if (behind.length + strangers.length > 0) process.exitCode = 1;
} else {
  console.error('say --check or --write');
  process.exitCode = 2;
}
