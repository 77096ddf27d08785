// Puts the program into few files, `dist/bin/`: to find and load some three hundred modules takes Node longer than to
// list a small capture. The modules themselves stay beside it, for those who use the library.
import { chmodSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { inlineTables } from './inline-tables.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = `${root}dist/bin`;

/** What is started by itself: the command, and the programs of its threads and child processes. */
const PROGRAMS = {
  tcpdx: 'src/cli/main.ts',
  'survey-worker': 'src/cli/survey-worker.ts',
  'live-worker': 'src/cli/live-worker.ts',
  'cap-child': 'src/capture/live/cap-child.ts',
  'cap-writer': 'src/capture/live/cap-writer.ts',
  'stop-relay': 'src/capture/live/stop-relay.ts',
};

/**
 * What at least four commands and programs need is one file: Node takes longer to find a file than to read functions that are not
 * called. `tcpdx show` starts in 0.91 of the time, `tcpdx rules`, which needs little of it, in 1.08.
 */
const COMMON = {
  name: 'common',
  // Not what only screens and live captures need: it loads further modules of Node.
  test: /[\\/]src[\\/](?!tui|capture[\\/]live)/,
  minShareCount: 4,
};

rmSync(folder, { recursive: true, force: true });
await build({
  root,
  configFile: false,
  logLevel: 'warn',
  plugins: [inlineTables()],
  // CommonJS, in which Node would search for what it exports: a twentieth of the start of a command.
  ssr: { noExternal: ['commander'] },
  build: {
    ssr: true,
    outDir: folder,
    minify: false,
    target: 'node20',
    license: { fileName: 'LICENSES.md' },
    rolldownOptions: {
      input: Object.fromEntries(Object.entries(PROGRAMS).map(([name, path]) => [name, `${root}${path}`])),
      // In one folder: a program names another as its neighbour. V8 compiles constants into the code that uses them; what
      // is `var`, as Vite would have it, it reads again and again: 7 % of the time that a report takes.
      output: {
        entryFileNames: '[name].js',
        chunkFileNames: 'chunk-[name].js',
        topLevelVar: false,
        codeSplitting: { groups: [COMMON] },
      },
      optimization: { inlineConst: { mode: 'all', pass: 3 } },
    },
  },
});
chmodSync(`${folder}/tcpdx.js`, 0o755);
