import { readFileSync } from 'node:fs';

/** Version of this program, from its package.json: two folders up, both from `src/cli` and from `dist/cli`. */
export function packageVersion(): string {
  const path = new URL('../../package.json', import.meta.url);
  const { version } = JSON.parse(readFileSync(path, 'utf8')) as { version: string };
  return version;
}
