import { expect, it } from 'vitest';
import type { Look, Size } from '../../src/tui/look.js';
import type { ScreenId, Subject } from '../../src/tui/screen.js';
import type { Shared } from '../../src/tui/shared.js';
import { closeUpOf } from '../closeup/close-up-of.js';
import { LONG, LOSSY } from './close-up-scenes.js';
import { bodyOf, flowOf, opened, packetOf, withFlow } from './close-up-screens.js';
import { ASCII, LARGE, SMALL, sharedOf, textOf, UNICODE, USUAL } from './drive.js';
import { toneMap } from './tone-map.js';

interface Scene {
  readonly name: string;
  readonly screen: ScreenId;
  readonly subject: Subject;
  readonly shared: Shared;
  readonly keys: readonly string[];
  /** What arrives after the keys. */
  readonly answer?: Partial<Shared>;
}

const IIS7 = 'captures/iis7-health-check.pcap';
const HTTPSYS = 'captures/httpsys-503.pcap';
const TLS = 'captures/tls-1-2-alerts.pcap';

const iis7 = await sharedOf(IIS7);
const teardown = withFlow(iis7, await flowOf(IIS7, 0));
const healthy = await flowOf(IIS7, 1);
const refused = withFlow(await sharedOf(HTTPSYS), await flowOf(HTTPSYS, 1));
const tls = withFlow(await sharedOf(TLS), await flowOf(TLS, 0));
const crafted = {
  ...iis7,
  paths: ['crafted.pcap'],
  findingsOf: () => [],
  flows: { ...iis7.flows, total: 1 },
};
const lossy = withFlow(crafted, closeUpOf(LOSSY));
const long = withFlow(crafted, closeUpOf(LONG));
const frame5 = { ...teardown, packet: await packetOf(IIS7, 5) };
const frame22 = { ...refused, packet: await packetOf(HTTPSYS, 22) };

const scenes: readonly Scene[] = [
  { name: 'ladder-iis7', screen: 'ladder', subject: { flow: 0 }, shared: teardown, keys: ['G', 'k'] },
  { name: 'ladder-httpsys', screen: 'ladder', subject: { flow: 1 }, shared: refused, keys: ['E'] },
  { name: 'ladder-lossy', screen: 'ladder', subject: { flow: 0 }, shared: lossy, keys: ['t', 'j'] },
  { name: 'ladder-folded', screen: 'ladder', subject: { flow: 0 }, shared: long, keys: [] },
  {
    name: 'ladder-unfolded',
    screen: 'ladder',
    subject: { flow: 0 },
    shared: long,
    keys: ['j', 'j', 'j', 'j', 'j', 'l'],
  },
  { name: 'ladder-tls', screen: 'ladder', subject: { flow: 0 }, shared: tls, keys: ['t', 't', 't'] },
  {
    name: 'ladder-compared',
    screen: 'ladder',
    subject: { flow: 0 },
    shared: teardown,
    keys: ['d'],
    answer: { comparison: { kind: 'ready', flow: 1, closeUp: healthy } },
  },
  { name: 'ladder-comparing', screen: 'ladder', subject: { flow: 0 }, shared: teardown, keys: ['d'] },
  { name: 'ladder-reading', screen: 'ladder', subject: { flow: 3 }, shared: iis7, keys: [] },
  {
    name: 'ladder-failed',
    screen: 'ladder',
    subject: { flow: 3 },
    shared: iis7,
    keys: [],
    answer: {
      closeUp: { kind: 'failed', flow: 3, message: 'The file cannot be read any more: it was removed.' },
    },
  },
  {
    name: 'packet-iis7',
    screen: 'packet',
    subject: { flow: 0, frame: 5 },
    shared: frame5,
    keys: Array(12).fill('j'),
  },
  {
    name: 'packet-octets',
    screen: 'packet',
    subject: { flow: 1, frame: 22 },
    shared: frame22,
    keys: ['tab', 'pagedown', 'l'],
  },
  {
    name: 'packet-failed',
    screen: 'packet',
    subject: { frame: 900 },
    shared: iis7,
    keys: [],
    answer: { packet: { kind: 'failed', frame: 900, message: 'There is no frame 900.' } },
  },
  { name: 'exchange-httpsys', screen: 'exchange', subject: { flow: 1 }, shared: refused, keys: [] },
  {
    name: 'exchange-searched',
    screen: 'exchange',
    subject: { flow: 1 },
    shared: refused,
    keys: ['/', ...'service', 'enter', 'n', '/', 'x'],
  },
  { name: 'exchange-tls', screen: 'exchange', subject: { flow: 0 }, shared: tls, keys: [] },
  { name: 'exchange-text', screen: 'exchange', subject: { flow: 0 }, shared: lossy, keys: ['v'] },
  { name: 'exchange-octets', screen: 'exchange', subject: { flow: 0 }, shared: lossy, keys: ['v', 'v', 'o'] },
];

const FORMS: readonly (readonly [form: string, Size, Look])[] = [
  ['120x36', LARGE, UNICODE],
  ['80x24', USUAL, UNICODE],
  ['40x12', SMALL, UNICODE],
  ['80x24-ascii', USUAL, ASCII],
];

const cases = scenes.flatMap((scene) => FORMS.map(([form, size, look]) => ({ ...scene, form, size, look })));

/** The title and the body of the screen; at 80x24 their tones, too. */
it.each(cases)('$name at $form', async ({
  name,
  screen,
  subject,
  shared,
  keys,
  answer,
  form,
  size,
  look,
}) => {
  const driver = opened(screen, subject, { ...shared, size, look }).press(...keys);
  if (answer !== undefined) driver.share(answer);
  const frame = bodyOf(driver);
  const tones = form === '80x24' ? `\n\n${toneMap(frame)}` : '';
  await expect(`${textOf(frame)}${tones}\n`).toMatchFileSnapshot(`../golden/tui/${name}-${form}.txt`);
});
