// Removes compiled files whose source is gone, so that nothing of an earlier build is published.
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const dist = fileURLToPath(new URL('../dist/', import.meta.url));
const source = fileURLToPath(new URL('../src/', import.meta.url));

const compiled = existsSync(dist) ? readdirSync(dist, { recursive: true }) : [];
for (const path of compiled.filter((name) => /\.(js|ts)$/.test(name) && !/^bin[/\\]/.test(name))) {
  const origins = ['.ts', '.tsx'].map((ending) => source + path.replace(/(\.d)?\.(ts|js)$/, ending));
  if (!origins.some(existsSync)) rmSync(dist + path, { force: true });
}
