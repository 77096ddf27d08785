/** The programs of threads that read captures, built from the sources as they are: a thread cannot run TypeScript. */
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'vite';

/** A built program. */
export interface SurveyProgram {
  readonly url: URL;
  remove(): void;
}

/** Builds `src/cli/NAME.ts` into a folder of its own. */
export async function buildSurveyProgram(
  name: 'survey-worker' | 'live-worker' = 'survey-worker',
): Promise<SurveyProgram> {
  const folder = mkdtempSync(join(tmpdir(), 'tcpdx-worker-'));
  const outDir = join(folder, 'dist', 'cli');
  // From here programs know their version.
  copyFileSync('package.json', join(folder, 'package.json'));
  await build({
    configFile: false,
    logLevel: 'silent',
    // The program stands alone: next to it there is no node_modules.
    ssr: { noExternal: true },
    build: {
      ssr: `src/cli/${name}.ts`,
      outDir,
      emptyOutDir: false,
      minify: false,
      target: 'node20',
      rolldownOptions: { output: { entryFileNames: `${name}.mjs` } },
    },
  });
  return {
    url: pathToFileURL(join(outDir, `${name}.mjs`)),
    remove: () => rmSync(folder, { recursive: true }),
  };
}
