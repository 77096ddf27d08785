import { test } from 'vitest';
import { flowOf, opened } from './close-up-screens.js';
import { LARGE, SMALL, sharedOf, USUAL, ASCII } from './drive.js';
test('x', async () => {
  const path = process.env.CAP ?? 'captures/iis7-health-check.pcap';
  const flow = Number(process.env.FLOW ?? 0);
  const keys = (process.env.KEYS ?? '').split(' ').filter(k => k);
  const closeUp = await flowOf(path, flow);
  const other = process.env.OTHER ? await flowOf(process.env.OCAP ?? path, Number(process.env.OTHER)) : null;
  const shared = await sharedOf(path);
  for (const size of [LARGE, USUAL, SMALL]) {
    const d = opened('ladder', { flow }, { ...shared, size, ...(process.env.A ? { look: ASCII } : {}) });
    d.share({ closeUp: { kind: 'ready', flow, closeUp } });
    d.press(...keys);
    if (other) d.share({ comparison: { kind: 'ready', flow: other.flow, closeUp: other } });
    console.log(d.text);
  }
});
