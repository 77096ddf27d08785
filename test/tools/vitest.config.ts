import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** Tests that need programs of other projects (tshark, bash, jq): each skips with a printed reason without them. */
export default defineConfig({
  test: {
    root: fileURLToPath(new URL('../..', import.meta.url)),
    include: ['test/tools/**/*.test.ts'],
    update: 'none',
    setupFiles: ['test/property-seed.ts'],
    testTimeout: 60_000,
  },
});
