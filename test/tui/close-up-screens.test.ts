import { beforeAll, describe, expect, it } from 'vitest';
import type { CloseUp } from '../../src/closeup/close-up.js';
import type { Shared } from '../../src/tui/shared.js';
import { runCli } from '../cli/run-cli.js';
import { closeUpOf } from '../closeup/close-up-of.js';
import { HANDSHAKE } from '../craft/scenes.js';
import { LONG, LOSSY, WRAPPED } from './close-up-scenes.js';
import { bodyOf, flowOf, lastEffect, opened, packetOf, screenOf, withFlow } from './close-up-screens.js';
import { type Driver, LARGE, SMALL, sharedOf, textOf, USUAL } from './drive.js';

const IIS7 = 'captures/iis7-health-check.pcap';
const HTTPSYS = 'captures/httpsys-503.pcap';

let iis7: Shared;
let httpsys: Shared;
let teardown: CloseUp;
let healthy: CloseUp;
let refused: CloseUp;
beforeAll(async () => {
  iis7 = { ...(await sharedOf(IIS7)), size: LARGE };
  httpsys = { ...(await sharedOf(HTTPSYS)), size: LARGE };
  [teardown, healthy, refused] = [await flowOf(IIS7, 0), await flowOf(IIS7, 1), await flowOf(HTTPSYS, 1)];
});

/** Row under the cursor. */
function cursorRow(driver: Driver): string {
  return (
    textOf(bodyOf(driver))
      .split('\n')
      .find((line) => line.startsWith('▌')) ?? ''
  );
}

describe('A flow that is not there yet', () => {
  it('is asked for once', () => {
    const driver = opened('ladder', { flow: 3 }, iis7).press('j', 't');
    expect(driver.effects.filter(({ kind }) => kind === 'close-up')).toEqual([{ kind: 'close-up', flow: 3 }]);
    expect(driver.text).toContain('reading flow 3');
  });

  it('is not asked for when it was read before', () => {
    const driver = opened('ladder', { flow: 0 }, withFlow(iis7, teardown));
    expect(driver.effects).toEqual([]);
    expect(cursorRow(driver)).toContain('SYN seq=0');
  });

  it('is asked for again when another one comes in its place', () => {
    const driver = opened('ladder', { flow: 3 }, iis7);
    driver.share({ closeUp: { kind: 'ready', flow: 1, closeUp: healthy } });
    expect(driver.effects).toEqual([
      { kind: 'close-up', flow: 3 },
      { kind: 'close-up', flow: 3 },
    ]);
  });
});

describe('The ladder', () => {
  it('opens on a frame, and Enter opens that frame', () => {
    const driver = opened('ladder', { flow: 0, frame: 4 }, withFlow(iis7, teardown));
    expect(cursorRow(driver)).toContain('FIN,ACK');
    driver.press('enter');
    expect(screenOf(driver)).toBe('packet');
    expect(lastEffect(driver, 'packet')).toEqual({ kind: 'packet', frame: 4 });
  });

  it.each([
    [['t'], '4.596'],
    [['t', 't'], '+2.353'],
    [['t', 't', 't'], '09:22:59.489982'],
    [['t', 't', 't', 't'], '0.004596'],
  ])('after %j the last segment is at %s', (keys, time) => {
    const driver = opened('ladder', { flow: 0, frame: 5 }, withFlow(iis7, teardown)).press(...keys);
    expect(cursorRow(driver)).toContain(` ${time} `);
  });

  it('goes to the flows with a finding and back, past those without', () => {
    const driver = opened('ladder', { flow: 0 }, withFlow(iis7, teardown)).press(']');
    const found = driver.state.shared.findingsOf(1).length > 0 ? 1 : 2;
    expect(lastEffect(driver, 'close-up')).toEqual({ kind: 'close-up', flow: found });
    driver.press('[');
    expect(lastEffect(driver, 'close-up')).toEqual({ kind: 'close-up', flow: 0 });
  });

  it('says that there is no further flow with a finding', () => {
    const driver = opened('ladder', { flow: 0 }, withFlow(iis7, teardown)).press('[');
    expect(driver.text).toContain('no flow with a finding in front of this one');
  });

  it('leaves findings of a muted rule out, with their evidence', () => {
    const mutedRules = new Set(iis7.findingsOf(0).map(({ rule }) => rule));
    const driver = opened('ladder', { flow: 0 }, withFlow({ ...iis7, mutedRules }, teardown));
    expect(driver.text).not.toContain('E1');
    expect(driver.text).toContain('No rule found anything');
  });

  it('learns what was found while it was shown, once all was read', () => {
    const progress = { bytesRead: 1, bytesTotal: 2, frames: 5, flows: 1 };
    const capture = { kind: 'reading' as const, progress, survey: null };
    const reading = { ...iis7, capture, findingsOf: () => [] };
    const driver = opened('ladder', { flow: 0 }, withFlow(reading, { ...teardown, findings: [] }));
    expect(driver.text).toContain('No rule found anything');
    driver.share({ capture: iis7.capture, findingsOf: iis7.findingsOf });
    expect(cursorRow(driver)).toContain('E1');
    expect(driver.text).toContain('why this is #1');
  });

  it('tells the finding that it was opened on', () => {
    const [, second] = iis7.findingsOf(0);
    const driver = opened('ladder', { flow: 0, findingId: second?.id ?? '' }, withFlow(iis7, teardown));
    expect(driver.text).toContain('why this is #2: FIN answered by RST');
  });

  it('goes from evidence to evidence, and round', () => {
    const driver = opened('ladder', { flow: 1 }, withFlow(httpsys, refused)).press('E');
    expect(cursorRow(driver)).toContain('GET /shop/basket');
    expect(cursorRow(driver.press('E'))).toContain('503 Service Unavailable');
    expect(cursorRow(driver.press('E'))).toContain('GET /shop/basket');
  });

  it('says that nothing in a flow is evidence', () => {
    const driver = opened(
      'ladder',
      { flow: 0 },
      withFlow({ ...iis7, findingsOf: () => [] }, closeUpOf(LONG)),
    );
    expect(driver.press('E').text).toContain('nothing in this flow is evidence of a finding');
  });

  it('shows the note on the flow, and nothing in it can drive the terminal', () => {
    const notes = new Map([[0, 'ticket \x1b[31m4711']]);
    const driver = opened('ladder', { flow: 0 }, withFlow({ ...iis7, notes }, teardown));
    expect(driver.text).toContain('note      ticket \\x1b[31m4711');
  });
});

describe('A long run of data', () => {
  const openLong = () => {
    const crafted = { ...iis7, findingsOf: () => [] };
    return opened('ladder', { flow: 0 }, withFlow(crafted, closeUpOf(LONG))).press(
      '5',
      'j',
      'j',
      'j',
      'j',
      'j',
    );
  };

  it.each([['l'], ['right'], ['enter']])('is unfolded with %s and folded with h', (key) => {
    const driver = openLong();
    expect(cursorRow(driver)).toContain('23 data segments');
    driver.press(key);
    expect(cursorRow(driver)).toMatch(/^▌ +6 /);
    expect(driver.text).not.toContain('data segments');
    driver.press('j', 'j', 'h');
    expect(cursorRow(driver)).toContain('23 data segments');
  });

  it('counts what it hides', () => {
    expect(cursorRow(openLong())).toContain('230 octets, 5 ACKs');
  });
});

describe('The comparison with a healthy flow', () => {
  const compared = () => {
    const driver = opened('ladder', { flow: 0 }, withFlow(iis7, teardown)).press('d');
    expect(lastEffect(driver, 'compare')).toEqual({ kind: 'compare', flow: 0 });
    expect(driver.text).toContain('looking for a healthy flow');
    return driver.share({ comparison: { kind: 'ready', flow: 1, closeUp: healthy } });
  };

  it('has the cursor on the first difference: RST in place of FIN', () => {
    const row = cursorRow(compared());
    expect(row).toContain('RST,ACK');
    expect(row).toContain('FIN,ACK');
  });

  it('ends with d, and with Escape, which then goes back', () => {
    const driver = compared().press('d');
    expect(driver.text).toContain('why this is #1');
    driver.press('d').press('escape');
    expect(screenOf(driver)).toBe('ladder');
    expect(screenOf(driver.press('escape'))).toBe('summary');
  });

  it('stays with its flow when another ladder, opened from it, is compared as well', () => {
    const driver = compared().press('enter', ']');
    expect(screenOf(driver)).toBe('ladder');
    const other = { ...teardown, flow: 2 };
    driver.share({ closeUp: { kind: 'ready', flow: 1, closeUp: healthy } }).press('d');
    driver.share({ comparison: { kind: 'ready', flow: 2, closeUp: other } }).press('escape', 'escape');
    driver.press('escape').share({ closeUp: { kind: 'ready', flow: 0, closeUp: teardown } });
    expect(driver.text).toContain('flow 1  198.51.100.10:40873');
    expect(driver.text).not.toContain('flow 2  ');
  });

  it('says why there is none', () => {
    const driver = opened('ladder', { flow: 0 }, withFlow(iis7, teardown)).press('d');
    driver.share({ comparison: { kind: 'failed', flow: 0, message: 'No healthy flow of this server.' } });
    expect(driver.text).toContain('No healthy flow of this server.');
    expect(driver.text).toContain('RST,ACK');
  });

  it('of a flow with itself finds no difference', () => {
    const driver = opened('ladder', { flow: 0 }, withFlow(iis7, teardown)).press('d');
    driver.share({ comparison: { kind: 'ready', flow: 0, closeUp: teardown } });
    expect(driver.text).toContain('no difference');
  });

  it('takes bare ACKs for no difference, and a FIN that is missing for one', () => {
    const request = '> PA "GET / HTTP/1.1\r\n\r\n"';
    const left = closeUpOf([
      ...HANDSHAKE,
      request,
      '< A',
      '< PA "HTTP/1.1 204 x\r\n\r\n"',
      '> FA',
      '< FA',
      '> A',
    ]);
    const right = closeUpOf([
      ...HANDSHAKE,
      request,
      '< PA "HTTP/1.1 204 x\r\n\r\n"',
      '> A',
      '> FA',
      '< FA',
      '> A',
    ]);
    const open = closeUpOf([...HANDSHAKE, request, '< PA "HTTP/1.1 204 x\r\n\r\n"']);
    const driver = opened('ladder', { flow: 0 }, withFlow(iis7, left)).press('d');
    driver.share({ comparison: { kind: 'ready', flow: 0, closeUp: right } });
    expect(driver.text).toContain('no difference but for times and bare ACKs');
    driver.press('d', 'd').share({ comparison: { kind: 'ready', flow: 0, closeUp: open } });
    expect(cursorRow(driver)).toContain('FIN,ACK');
  });
});

describe('Copying', () => {
  it.each([
    ['f', 'tcp.stream == 0'],
    ['t', '198.51.100.10:37285 -> 192.0.2.80:80'],
  ])('y %s of the ladder', (key, text) => {
    const driver = opened('ladder', { flow: 0 }, withFlow(iis7, teardown)).press('y');
    expect(driver.text).toContain('copy: f Wireshark filter');
    driver.press(key);
    expect(lastEffect(driver, 'copy')?.text).toBe(text);
    expect(screenOf(driver)).toBe('ladder');
  });

  it('y w copies the ladder that tcpdx show prints', async () => {
    const driver = opened('ladder', { flow: 0 }, withFlow(iis7, teardown)).press('y', 'w');
    const { stdout } = await runCli(['show', IIS7, '--flow', '0', '--width', '100']);
    expect(lastEffect(driver, 'copy')?.text).toBe(stdout);
  });

  it('a key that stands for nothing copies nothing, and the next one is a command again', () => {
    const driver = opened('ladder', { flow: 0 }, withFlow(iis7, teardown)).press('y', 'z', 'j');
    expect(lastEffect(driver, 'copy')).toBeUndefined();
    expect(cursorRow(driver)).toContain('SYN,ACK');
  });
});

describe('The packet', () => {
  const openPacket = async (frame: number) => {
    const shared = { ...withFlow(iis7, teardown), packet: await packetOf(IIS7, frame) };
    return opened('packet', { flow: 0, frame }, shared);
  };
  /** Presses j until the cursor is on a field. */
  const onField = (driver: Driver, name: string) => {
    for (let count = 0; count < 60 && !cursorRow(driver).includes(name); count++) driver.press('j');
    return driver;
  };

  it.each([
    ['TTL', 'f', 'ip.ttl == 64'],
    ['TTL', 'c', '64'],
    ['TTL', 'p', '40'],
    ['Destination  ', 'f', 'ip.dst == 198.51.100.10'],
    ['RST, ACK', 'f', 'tcp.flags == 0x014'],
    ['Checksum   ', 'f', 'ip.checksum == 0xc562'],
    ['Frame 5', 'f', 'frame.number == 5'],
    ['Ethernet', 'f', 'eth'],
    ['Ethernet', 'p', '0200000001100200000002800800'],
  ])('on %s y %s copies %s', async (field, key, text) => {
    const driver = onField(await openPacket(5), field).press('y', key);
    expect(lastEffect(driver, 'copy')?.text).toBe(text);
  });

  it('marks the fields that are evidence, also where they are folded away', async () => {
    const driver = await openPacket(5);
    const marked = driver.text.split('\n').filter((line) => line.endsWith('← evidence'));
    expect(marked.map((line) => line.trim().split(/ {2,}/)[0])).toEqual([
      'TTL',
      'Acknowledgment number (raw) 1899027146',
      '▸ Flags',
    ]);
    const folded = onField(driver, '▾ TCP').press('h').text;
    expect(folded).toMatch(/▸ TCP .*← evidence/);
  });

  it('goes to the neighbours in the flow and says where it ends', async () => {
    const driver = (await openPacket(5)).press('p');
    expect(lastEffect(driver, 'packet')).toEqual({ kind: 'packet', frame: 4 });
    const last = (await openPacket(5)).press('n');
    expect(last.text).toContain('the last frame of the flow');
    expect(lastEffect(last, 'packet')).toBeUndefined();
  });

  it('goes to the neighbours in the capture where the flow is not known', async () => {
    const driver = opened('packet', { frame: 5 }, { ...iis7, packet: await packetOf(IIS7, 5) }).press('n');
    expect(lastEffect(driver, 'packet')).toEqual({ kind: 'packet', frame: 6 });
  });

  it('opened by its number, tells its flow and goes to it', async () => {
    const packet = await packetOf(IIS7, 5, 0);
    const driver = opened('packet', { frame: 5 }, { ...iis7, packet });
    expect(driver.text).toMatch(/Packet 5 {2}flow 0/);
    expect(driver.text).toMatch(
      /Frame 5 {2}54 octets captured, 0\.004596 s after the start of the capture$/m,
    );
    expect(driver.text).toContain(' Enter open ');
    driver.press('enter');
    expect(screenOf(driver)).toBe('ladder');
    expect(lastEffect(driver, 'close-up')).toEqual({ kind: 'close-up', flow: 0 });
    driver.share({ closeUp: { kind: 'ready', flow: 0, closeUp: teardown } });
    expect(cursorRow(driver)).toMatch(/^▌ +5 /);
    driver.press('escape', 'f');
    expect(screenOf(driver)).toBe('exchange');
  });

  it.each([
    ['t', / {2}54 octets captured, 0\.004596 s after/],
    ['ttt', / {2}54 octets captured, 09:22:59\.489982 UTC$/m],
  ])('opened by its number, tells times of the capture after %s', async (keys, time) => {
    const packet = await packetOf(IIS7, 5, 0);
    const driver = opened('packet', { frame: 5 }, { ...iis7, packet }).press(...keys);
    expect(driver.text).toMatch(time);
  });

  it('opened from its flow, does not go back there by Enter', async () => {
    const driver = (await openPacket(5)).press('enter');
    expect(screenOf(driver)).toBe('packet');
    expect(driver.text).not.toContain('Enter open');
    expect(screenOf(driver.press('f'))).toBe('exchange');
  });

  it('says that no flow is known of a frame without a segment', async () => {
    const driver = opened('packet', { frame: 5 }, { ...iis7, packet: await packetOf(IIS7, 5) }).press('f');
    expect(driver.text).toContain('no flow is known of this frame');
    expect(screenOf(driver.press('enter'))).toBe('packet');
  });

  it('tells how long a frame was that a snapshot length cut', async () => {
    const path = 'captures/snaplen-96.pcap';
    const packet = await packetOf(path, 12);
    const driver = opened('packet', { frame: 12 }, { ...iis7, packet });
    expect(driver.text).toMatch(/Frame \d+ {2}96 octets captured of \d{3,},/);
  });

  it('says where the capture ends, and asks for no frame behind it', async () => {
    const driver = opened('packet', { frame: 155 }, { ...iis7, packet: await packetOf(IIS7, 155) }).press(
      'n',
    );
    expect(driver.text).toContain('the last frame of the capture');
    expect(driver.text).toContain('Packet 155');
    expect(lastEffect(driver, 'packet')).toBeUndefined();
  });

  it('tells no time since a frame before the first one', async () => {
    const first = (await openPacket(1)).press('t', 't');
    expect(first.text).toMatch(/Frame 1 {2}66 octets captured$/m);
    expect((await openPacket(2)).press('t', 't').text).toContain('ms after the frame before');
  });

  it('marks the name of a field that is cut in the rule above the octets', async () => {
    const shared = { ...withFlow(iis7, teardown), packet: await packetOf(IIS7, 5), size: SMALL };
    const driver = opened('packet', { flow: 0, frame: 5 }, shared).press('tab');
    expect(driver.text).toMatch(/^── octet 0 is 0x02, in octets 0-5: De… ─$/m);
  });

  it('has no rows with numbers among the octets', async () => {
    const inOctets = (await openPacket(5)).press('tab', ':').type('row 2').press('enter');
    expect(inOctets.text).toContain('Rows have no numbers here.');
    expect(inOctets.text).toContain('octet 0 is');
  });

  it('in the octets the cursor selects the innermost field, and opens what hides it', async () => {
    const driver = (await openPacket(5)).press('tab');
    expect(driver.text).toContain('octet 0 is 0x02, in octets 0-5: Destination');
    driver.press('j', 'j');
    expect(driver.text).toContain('octet 32 is 0x64, in octets 30-33: Destination');
    expect(cursorRow(driver)).toContain('198.51.100.10');
    driver.press('G');
    expect(driver.text).toContain('octet 53 is 0x00, in octets 52-53: Urgent pointer');
    driver.press('h', 'h', 'tab');
    expect(cursorRow(driver)).toContain('Checksum');
  });

  it('opens a header for the octets and leaves it open in the tree, and others not', async () => {
    const driver = (await openPacket(5)).press('tab', 'l', 'tab');
    expect(driver.text).toContain('▾ Ethernet');
    const passed = (await openPacket(5)).press('tab', 'j', 'tab');
    expect(passed.text).toContain('▸ Ethernet');
  });
});

describe('The exchange', () => {
  it('is opened from the ladder on the frame under the cursor, and Enter opens the frame of a line', () => {
    const driver = opened('ladder', { flow: 1, frame: 22 }, withFlow(httpsys, refused)).press('f', 'v');
    expect(screenOf(driver)).toBe('exchange');
    const text = driver.press('v', 'v', 'j').press('g').text;
    expect(text).toContain('REQUEST');
    driver.press('enter');
    expect(lastEffect(driver, 'packet')).toEqual({ kind: 'packet', frame: 20 });
  });

  it('is opened from the ladder on what was said last before a frame that begins nothing', () => {
    const crafted = { ...iis7, findingsOf: () => [], size: USUAL };
    const long = closeUpOf(LONG);
    const opening = (frame: number) => opened('exchange', { flow: 0, frame }, withFlow(crafted, long));
    expect(cursorRow(opening(1))).toContain('REQUEST');
    expect(cursorRow(opening(4))).toContain('REQUEST');
    expect(cursorRow(opening(5))).toContain('RESPONSE');
    expect(cursorRow(opening(12))).toContain('RESPONSE');
  });

  it('shows the search that is typed while the flow is read, and finds it afterwards', () => {
    const driver = opened('exchange', { flow: 1 }, { ...httpsys, size: USUAL })
      .press('/')
      .type('unav');
    expect(driver.text).toContain('reading flow 1');
    expect(driver.text).toMatch(/^ \/unav$/m);
    expect(driver.frame.cursor).toEqual({ row: 22, column: 6 });
    expect(driver.press('enter').text).toContain('nothing here to search in yet: n searches once there is');
    driver.share({ closeUp: { kind: 'ready', flow: 1, closeUp: refused } });
    expect(cursorRow(driver.press('n'))).toContain('Service Unavailable');
  });

  it('searches in any case, goes to the next and the one before, and round', () => {
    const driver = opened('exchange', { flow: 1 }, withFlow(httpsys, refused)).press('v');
    const row = () => cursorRow(driver).slice(2);
    driver.press('/').type('SERVICE UNAV').press('enter');
    const first = row();
    expect(first).toContain('503 Service Unavailable');
    driver.press('n');
    expect(row()).toContain('<TITLE>Service Unavailable');
    driver.press('n');
    expect(row()).toContain('<h2>');
    driver.press('n');
    expect(row()).toBe(first);
    driver.press('N');
    expect(row()).toContain('<h2>');
  });

  it.each([
    ['text, over one break', 80, ['v'], `${'b'.repeat(10)}needle`, /^▌ > GET \/b+nee$/],
    ['HTTP, in the right of two columns', 120, [], 'haystack-needle', /│ {2}c+haystack-$/],
  ])('finds what goes on in the next line: %s', (_, columns, keys, searched, row) => {
    const size = { columns, rows: 24 };
    const driver = opened('exchange', { flow: 0 }, withFlow({ ...iis7, size }, closeUpOf(WRAPPED)));
    driver
      .press(...keys, '/')
      .type(searched)
      .press('enter');
    expect(driver.text).not.toContain('not found');
    expect(cursorRow(driver).trimEnd()).toMatch(row);
  });

  it.each([
    [120, '0000009e  81 85 37 fa 21 3d 7f 9f  4d 51 58 88 82 37 fa 21  ..7.!=..MQX..7.!'],
    [120, '│  00000081  81 05 48 65 6c 6c 6f     ..Hello'],
    [80, '0000009e  81 85 37 fa 21 3d 7f 9f  4d 51 58 88 82 37 fa 21  ..7.!=..MQX..7.!'],
    [50, '000000a6  4d 51 58 88 82 37 fa 21  MQX..7.!'],
  ])('has whole rows of octets in %i columns: %s', async (columns, row) => {
    const shared = withFlow(
      { ...iis7, size: { columns, rows: 60 } },
      await flowOf('captures/websocket.pcap', 0),
    );
    expect(opened('exchange', { flow: 0 }, shared).text).toContain(row);
  });

  it('says what was not found, and leaves the search line with Escape', () => {
    const driver = opened('exchange', { flow: 1 }, withFlow(httpsys, refused));
    driver.press('/').type('Teapot').press('enter');
    expect(driver.text).toContain('not found: Teapot');
    driver.press('/').type('q').press('escape');
    expect(screenOf(driver)).toBe('exchange');
    expect(driver.frame.cursor).toBeNull();
  });

  it('shows one direction or both', () => {
    const driver = opened('exchange', { flow: 1 }, withFlow(httpsys, refused)).press('v');
    expect(driver.text).toMatch(/> GET[\s\S]*< HTTP/);
    driver.press('o');
    expect(driver.text).not.toContain('< HTTP');
    driver.press('o');
    expect(driver.text).not.toContain('> GET');
  });

  it.each([[[]], [['v']], [['v', 'v']]])('masks secrets until they are wanted, after %j', (keys) => {
    const shared = withFlow({ ...iis7, findingsOf: () => [] }, closeUpOf(LOSSY));
    const driver = opened('exchange', { flow: 0 }, shared).press(...keys);
    const secret = keys.length === 2 ? '63 32 56 6a' : 'c2VjcmV0';
    expect(driver.text).not.toContain(secret);
    expect(driver.share({ secrets: 'shown' }).text).toContain(secret);
  });

  it('tells the parts of the time that an exchange took', () => {
    const { text } = opened('exchange', { flow: 1 }, withFlow(httpsys, refused));
    expect(text).toContain('connect 42 us, request 0 ns, wait 187 us, response 0 ns, close 2.32 ms');
  });

  it('has every octet of a large transfer in the text view, up to its limit, and says so', () => {
    const lines = '> PA "'.concat('0123456789\n'.repeat(120), '"');
    const closeUp = closeUpOf([...HANDSHAKE, ...Array(100).fill(lines)]);
    const driver = opened(
      'exchange',
      { flow: 0 },
      withFlow({ ...iis7, findingsOf: () => [] }, closeUp),
    ).press('v', 'G');
    expect(cursorRow(driver)).toContain('more follows: tcpdx show FILE --flow 0 --follow');
    expect(driver.text).toContain('line 10,001 of 10,001');
  });
});
