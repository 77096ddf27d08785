import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    // Need tshark and others: `npm run test:tools`.
    exclude: ['test/tools/**'],
    // A missing golden fails, here as in CI: only `npm run golden` writes.
    update: 'none',
    // No test changes what another one sees: modules are loaded once, not once per file, and no core is left idle.
    isolate: false,
    maxWorkers: '100%',
    setupFiles: ['test/property-seed.ts'],
    testTimeout: 30_000,
  },
});
