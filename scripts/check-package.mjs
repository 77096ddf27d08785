// Checks what `npm publish` would publish: all that is needed and nothing else. And that package-lock.json names no
// registry, so that it works with every mirror.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

const ALLOWED = [
  /^dist\/(?!\.).*\.js$/,
  /^dist\/(?!\.).*\.d\.ts$/,
  /^dist\/bin\/LICENSES\.md$/,
  /^schema\/(report|flow|frame|show)\.schema\.json$/,
  /^captures\/iis7-health-check\.(pcap|json)$/,
  /^docs\/rules\/[A-Za-z0-9-]+\.md$/,
  /^docs\/(annotations|filter)\.md$/,
  /^(README\.md|LICENSE|CHANGELOG\.md|package\.json)$/,
];

const REQUIRED = [
  'dist/bin/tcpdx.js',
  'dist/bin/LICENSES.md',
  'dist/index.js',
  'dist/index.d.ts',
  'schema/report.schema.json',
  'schema/flow.schema.json',
  'schema/frame.schema.json',
  'schema/show.schema.json',
  'captures/iis7-health-check.pcap',
  'docs/annotations.md',
  'docs/filter.md',
  'docs/rules/health-check-reset.md',
  'README.md',
  'LICENSE',
  'CHANGELOG.md',
  'package.json',
];

function packedPaths() {
  // npm is a script: run it with this node, so that it is found on Windows as well.
  const npm = process.env.npm_execpath;
  const [program, ...before] = npm === undefined ? ['npm'] : [process.execPath, npm];
  const options = { cwd: root, encoding: 'utf8', shell: npm === undefined && process.platform === 'win32' };
  const output = execFileSync(
    program,
    [...before, 'pack', '--dry-run', '--json', '--ignore-scripts'],
    options,
  );
  return JSON.parse(output)[0].files.map(({ path }) => path);
}

/** A compiled file whose source is gone is debris of an earlier build. */
function isOrphan(path) {
  const source = path.replace(/^dist\//, 'src/').replace(/(\.d)?\.(ts|js)$/, '');
  const hasSource = ['.ts', '.tsx'].some((ending) => existsSync(`${root}${source}${ending}`));
  return /\.(js|ts)$/.test(path) && /^dist\/(?!bin\/)/.test(path) && !hasSource;
}

function faults() {
  const paths = packedPaths();
  const lock = readFileSync(`${root}package-lock.json`, 'utf8');
  return [
    ...paths
      .filter((path) => !ALLOWED.some((pattern) => pattern.test(path)))
      .map((path) => `must not be published: ${path}`),
    ...paths.filter(isOrphan).map((path) => `has no source any more: ${path}`),
    ...REQUIRED.filter((path) => !paths.includes(path)).map((path) => `is missing from the package: ${path}`),
    ...(lock.includes('"resolved"')
      ? ['package-lock.json has "resolved": run npm install with omit-lockfile-registry-resolved']
      : []),
  ];
}

const found = faults();
for (const fault of found) console.error(fault);
if (found.length > 0) process.exitCode = 1;
