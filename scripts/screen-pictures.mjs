/**
 * docs/screens/*.svg, the pictures of README.md: frames of the program itself, which reads a capture of the project and is
 * given keys. `node scripts/screen-pictures.mjs --write`, or `--check`, which says whether they are up to date.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { openCaptures } from '../dist/cli/capture-service.js';
import { firstShared } from '../dist/cli/first-shared.js';
import { keyMapOf } from '../dist/tui/key-map.js';
import { Runtime } from '../dist/tui/runtime.js';
import { SCREENS } from '../dist/tui/screens.js';
import { frameSvg } from './frame-svg.mjs';

const CAPTURE = 'captures/iis7-health-check.pcap';
const LOOK = { colours: 'sixteen', hasUnicode: true };
const SIZE = { columns: 100, rows: 30 };
const PATIENCE_MS = 20_000;

/** Keys, and what is on the screen when all that they ask for is there. */
const PICTURES = [
  { name: 'summary', keys: [], shows: /CLIENTS/ },
  { name: 'flows', keys: ['3', 'tab', 'j', 'j'], shows: /flow 2 [\s\S]*RST,ACK/ },
  { name: 'ladder', keys: ['3', 'enter'], shows: /elsewhere/ },
  { name: 'packet', keys: ['3', 'enter', 'G', 'k', 'enter'], shows: /Packet 5[\s\S]*Frame 5[\s\S]*evidence/ },
];

const CLOCK = {
  now: () => performance.now(),
  after: (ms, call) => {
    const timer = setTimeout(call, ms);
    return () => clearTimeout(timer);
  },
};

/** The program, with its last frame in place of a terminal. */
function startProgram() {
  const shown = { frame: null };
  const runtime = new Runtime({
    screens: SCREENS,
    keys: keyMapOf(),
    shared: firstShared([CAPTURE], { filter: '' }, LOOK, SIZE),
    openCaptures: (host) => openCaptures([CAPTURE], host),
    copy: () => null,
    clock: CLOCK,
    host: {
      draw: (frame) => {
        shown.frame = frame;
      },
      redraw: () => {},
      suspend: () => {},
      quit: () => {},
      fail: (error) => {
        throw error;
      },
    },
  });
  runtime.start();
  return { runtime, shown };
}

async function until(isSo, what) {
  for (const endMs = performance.now() + PATIENCE_MS; !isSo(); ) {
    if (performance.now() > endMs) throw new Error(`Waited for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

const textOf = ({ lines }) => lines.map((line) => line.map(({ text }) => text).join('')).join('\n');

/** @returns {Promise<string>} one picture */
async function picture({ name, keys, shows }) {
  const { runtime, shown } = startProgram();
  await until(() => runtime.shared.capture.kind === 'ready' && runtime.shared.flows.tookMs !== null, CAPTURE);
  for (const key of keys) {
    runtime.keys([{ name: key, text: key.length === 1 ? key : '' }]);
    await until(() => runtime.shared.closeUp?.kind !== 'reading', 'a flow');
  }
  await until(() => shows.test(textOf(shown.frame)), `${name} as ${shows}`);
  await runtime.end();
  return frameSvg(shown.frame, { size: SIZE, look: LOOK, title: `tcpdx: ${name}` });
}

const FOLDER = new URL('../docs/screens/', import.meta.url);

/** A picture as stored; checked out with the line ends of Windows it is the same. */
function stored(name) {
  try {
    return readFileSync(new URL(`${name}.svg`, FOLDER), 'utf8').replaceAll('\r\n', '\n');
  } catch {
    return null;
  }
}

const mode = process.argv[2];
if (mode !== '--write' && mode !== '--check') {
  console.error('say --check or --write');
  process.exit(2);
}
mkdirSync(FOLDER, { recursive: true });
for (const one of PICTURES) {
  const svg = await picture(one);
  if (mode === '--write') writeFileSync(new URL(`${one.name}.svg`, FOLDER), svg);
  else if (stored(one.name) !== svg) {
    console.error(`docs/screens/${one.name}.svg is behind the program: npm run generate`);
    process.exitCode = 1;
  }
}
