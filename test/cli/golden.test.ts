import { expect, test } from 'vitest';
import { runCli } from './run-cli.js';

const EXTENSIONS = { text: 'txt', markdown: 'md', json: 'json' } as const;

const cases = ['iis7-health-check', 'httpsys-503'].flatMap((capture) =>
  Object.entries(EXTENSIONS).map(([format, extension]) => ({ capture, format, extension })),
);

test.each(cases)('report of $capture as $format', async ({ capture, format, extension }) => {
  const argv = ['report', `captures/${capture}.pcap`, '--format', format, '--cross-check'];
  const { stdout } = await runCli(argv);
  // The version changes with every release, the report does not.
  const timeless = stdout.replace(/(tcpdx |"version": ")\d+\.\d+\.\d+/g, '$1VERSION');
  await expect(timeless).toMatchFileSnapshot(`../golden/${capture}.${extension}`);
});
