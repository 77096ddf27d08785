import { expect, test } from 'vitest';
import { LatestWork } from '../../src/cli/latest-work.js';

test('work that took no rest gives no result once later work of its kind has begun', async () => {
  const work = new LatestWork<'packet' | 'comparison'>();
  const given: string[] = [];
  const give = (name: string) => async (pace: { expectWanted(): void }) => {
    await Promise.resolve();
    pace.expectWanted();
    given.push(name);
  };
  work.start('packet', give('first packet'));
  work.start('comparison', give('comparison'));
  work.start('packet', give('second packet'));
  await work.close();
  expect(given).toEqual([]);
});

test('the latest work of each kind gives its result', async () => {
  const work = new LatestWork<'packet' | 'comparison'>();
  const given: string[] = [];
  const done = (['packet', 'comparison', 'packet'] as const).map(
    (kind, number) =>
      new Promise<void>((resolve) => {
        work.start(kind, async (pace) => {
          await Promise.resolve();
          resolve();
          pace.expectWanted();
          given.push(`${kind} ${number}`);
        });
      }),
  );
  await Promise.all(done);
  await work.close();
  expect(given).toEqual(['comparison 1', 'packet 2']);
});
