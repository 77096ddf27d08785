import { test } from 'vitest';
import { flowOf, opened, packetOf } from './close-up-screens.js';
import { LARGE, SMALL, sharedOf, USUAL, ASCII } from './drive.js';
test('x', async () => {
  const path = process.env.CAP ?? 'captures/iis7-health-check.pcap';
  const flow = Number(process.env.FLOW ?? 0);
  const frame = Number(process.env.FRAME ?? 5);
  const keys = (process.env.KEYS ?? '').split(' ').filter(k => k);
  const closeUp = await flowOf(path, flow);
  const packet = await packetOf(path, frame);
  const shared = await sharedOf(path);
  for (const size of [LARGE, USUAL, SMALL]) {
    const d = opened('packet', { flow, frame }, { ...shared, size, closeUp: { kind: 'ready', flow, closeUp }, ...(process.env.A ? { look: ASCII } : {}) });
    d.share({ packet });
    d.press(...keys);
    console.log(d.text);
    console.log(JSON.stringify(d.effects));
  }
});
