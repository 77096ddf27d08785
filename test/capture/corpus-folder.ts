import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const REPOSITORY = fileURLToPath(new URL('../..', import.meta.url));
const wanted = process.env.TCPDX_CORPUS ?? `${REPOSITORY}../shared/corpus`;

/** Folder of captures from elsewhere with what tshark says of them, kept apart from the repository; null when absent. */
export const corpusFolder: string | null = existsSync(`${wanted}/oracle`) ? wanted : null;

if (corpusFolder === null) {
  console.log(`The corpus is not at ${wanted} (set TCPDX_CORPUS): tests against it are skipped`);
}

/** Paths, relative to `folder`, of all files in it and below whose names end like this, sorted. */
export function filesBelow(folder: string, ending: RegExp): string[] {
  if (!existsSync(folder)) return [];
  const all = readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = all.filter((entry) => entry.isFile() && ending.test(entry.name));
  return files.map((entry) => join(entry.parentPath, entry.name).slice(join(folder, '/').length)).toSorted();
}
