import { beforeAll, describe, expect, it } from 'vitest';
import type { Effect } from '../../src/tui/effect.js';
import type { Shared } from '../../src/tui/shared.js';
import { LARGE, SMALL, sharedOf, USUAL } from './drive.js';
import { FlowsDriver, flowsOf } from './flows-driver.js';
import { cutShared } from './home-captures.js';

/** Flow 0 and 3 are healthy, the others have the 503 of HTTP.sys. */
const CAPTURE = 'httpsys-503';
const PATH = `captures/${CAPTURE}.pcap`;

let shared: Shared;
beforeAll(async () => {
  shared = await sharedOf(PATH);
});

const driver = (changes: Partial<Shared> = {}) => new FlowsDriver(PATH, { ...shared, ...changes });
/** The flow under the cursor, by the number in its row. */
const atCursor = ({ text }: FlowsDriver) => Number(/^▌[* ][; ] *(\d+)/m.exec(text)?.[1] ?? Number.NaN);
const queries = ({ effects }: FlowsDriver) => effects.filter(({ kind }) => kind === 'view-flows');
const screen = ({ state }: FlowsDriver) => state.opened.at(-1)?.screen.id;
const query = (filter: string, changes: Partial<Shared['flows']> = {}): Effect => ({
  kind: 'view-flows',
  filter,
  order: { column: 'flow', isDescending: false },
  markedOnly: false,
  ...changes,
});

describe('the cursor', () => {
  it.each([
    [['j'], 1],
    [['j', 'j', 'k'], 1],
    [['G'], 7],
    [['G', 'j'], 7],
    [['G', 'g'], 0],
    [['pagedown'], 7],
    [['ctrl-d', 'ctrl-u'], 0],
  ])('is after %j on flow %i', (keys, flow) => {
    expect(atCursor(driver().press(...keys))).toBe(flow);
  });

  it('stays on its flow when the list is sorted, filtered, grown, made smaller', async () => {
    const it = driver().press('j', 'j');
    await it.press('s', 'S').answer();
    expect(atCursor(it)).toBe(2);
    expect(it.text).toContain('row 6 of 8');
    await it.press('/').type('status==503').press('enter').answer();
    expect(atCursor(it)).toBe(2);
    it.share({ size: SMALL });
    expect(atCursor(it)).toBe(2);
    it.share({ size: LARGE });
    expect(atCursor(it)).toBe(2);
  });

  it('comes back to its flow when the filter that hid it is off', async () => {
    const it = driver().press('j', 'j', 'j');
    await it.press('/').type('status==503').press('enter').answer();
    expect(atCursor(it)).not.toBe(3);
    await it.press('f').answer();
    expect(atCursor(it)).toBe(3);
  });

  it('is kept while another screen is shown', () => {
    const it = driver().press('j', 'j', 'j', '1', '3');
    expect(atCursor(it)).toBe(3);
  });

  it('goes to the next and the last flow with a finding, and says when there is none', () => {
    const it = driver().press(']', ']', ']');
    expect(atCursor(it)).toBe(4);
    it.press('[');
    expect(atCursor(it)).toBe(2);
    it.press('[', '[');
    expect(atCursor(it)).toBe(1);
    expect(it.text).toContain('no flow with a finding above');
  });

  it('does not go to a flow whose findings are muted', () => {
    const it = driver({ mutedRules: new Set(['httpsys-503']) }).press(']');
    expect(atCursor(it)).toBe(0);
    expect(it.text).toContain('muted');
    expect(it.text).not.toContain('#1');
  });
});

describe('the list while the capture is read', () => {
  const reading = (flows: number): Partial<Shared> => {
    if (shared.capture.kind !== 'ready') throw new Error('Expected a capture');
    const numbers = Uint32Array.from({ length: flows }, (_, flow) => flow);
    const progress = { bytesRead: 12, bytesTotal: 100, frames: 41_208, flows };
    return {
      capture: { kind: 'reading', progress, survey: shared.capture.survey },
      findingsOf: () => [],
      flows: { ...shared.flows, flows: numbers, total: flows },
    };
  };

  it('keeps the cursor where it is when rows are added', () => {
    const it = driver(reading(3)).press('j').share(reading(6)) as FlowsDriver;
    expect(atCursor(it)).toBe(1);
    expect(it.text).toContain('reading 12 %, 41,208 frames');
    expect(it.text).not.toContain('FOLLOW');
  });

  it('follows the end once the cursor was brought there, until it moves away', () => {
    const it = driver(reading(3)).press('G').share(reading(6)) as FlowsDriver;
    expect(atCursor(it)).toBe(5);
    expect(it.text).toContain('FOLLOW');
    it.press('k').share(reading(8));
    expect(atCursor(it)).toBe(4);
    expect(it.text).not.toContain('FOLLOW');
  });

  it('calls no flow healthy, and asks for no close-up', () => {
    const it = driver({ ...reading(4), size: LARGE });
    expect(it.text).not.toContain('healthy');
    expect(it.effects).toEqual([]);
  });
});

describe('the filter line', () => {
  it('applies what is right by Enter, and tells how long it took', async () => {
    const it = driver().press('/').type('status==503');
    expect(it.text).toContain('valid');
    it.press('enter');
    expect(queries(it)).toEqual([query('status==503')]);
    expect(it.text).toContain('still filtering');
    await it.answer();
    expect(it.text).toContain('6 of 8 shown');
    expect(it.text).toContain('valid, 41 ms  f off');
  });

  it('does not apply what is wrong, and shows the last list meanwhile', () => {
    const it = driver().press('/').type('statos>=500').press('enter');
    expect(queries(it)).toEqual([]);
    expect(it.text).toContain('  ^^^^^^ unknown field "statos"; did you mean "status"? (Tab)');
    expect(it.text).toContain('row 1 of 8');
    expect(it.text).not.toContain('apply');
  });

  it('takes the correction by Tab', () => {
    const it = driver().press('/').type('statos>=500').press('tab');
    expect(it.text).toContain('/status>=500');
    expect(queries(it.press('enter'))).toEqual([query('status>=500')]);
  });

  it('takes a completion by Tab, and the one below by ↓ and Tab', () => {
    expect(driver().press('/').type('serv').press('tab').text).toMatch(/^ \/server$/m);
    expect(driver().press('/').type('serv').press('down', 'tab').text).toMatch(/^ \/server\.port$/m);
  });

  it.each([
    ['server==', '192.0.2.80:80', '8 flows'],
    ['host==', 'www.example.com', ''],
    ['status==', '503', '6 responses'],
    ['finding:', '1', 'HTTP.sys 503'],
  ])('offers behind %s what this capture has', (typed, value, doc) => {
    const { text } = driver().press('/').type(typed);
    expect(text).toMatch(new RegExp(`│.${value.replaceAll('.', '\\.')} +${doc}`));
  });

  it('closes the completions by the first Escape, itself by the second, and changes nothing', () => {
    const it = driver().press('/').type('serv').press('escape');
    expect(it.text).toContain('/serv');
    expect(it.text).not.toContain('Tab accept');
    it.press('escape');
    expect(it.text).toContain('/ to filter');
    expect(queries(it)).toEqual([]);
  });

  it('remembers what was applied', async () => {
    const it = driver().press('/').type('status==503').press('enter');
    await it.answer();
    await it.press('/', 'ctrl-u').type('rst').press('enter').answer();
    await it.press('/', 'ctrl-u', 'enter').answer();
    expect(it.press('/', 'ctrl-u', 'up').text).toContain('/rst');
    expect(it.press('up').text).toContain('/status==503');
  });

  it('is turned off and on by f', async () => {
    const it = driver().press('/').type('status==503').press('enter');
    await it.answer();
    await it.press('f').answer();
    expect(it.text).toContain('off: status==503');
    expect(it.text).toContain('8 of 8 shown');
    await it.press('f').answer();
    expect(it.text).toContain('6 of 8 shown');
    expect(queries(it).map((effect) => 'filter' in effect && effect.filter)).toEqual([
      'status==503',
      '',
      'status==503',
    ]);
  });

  it('is given up by Escape while it is applied', () => {
    const it = driver().press('/').type('status==503').press('enter', 'escape');
    expect(queries(it)).toEqual([query('status==503'), query('')]);
    expect(it.text).not.toContain('still filtering');
    expect(screen(it)).toBe('flows');
  });

  it('is not waited for when it could not be applied', () => {
    const it = driver().press('/').type('status==503').press('enter');
    it.share({ flows: { ...it.shared.flows, tookMs: null } });
    expect(it.text).toContain('still filtering');
    it.share({ flows: { ...it.shared.flows, tookMs: 0 } });
    expect(it.text).not.toContain('still filtering');
    expect(it.text).toContain('/ to filter');
  });

  it('says which keys there are for marks and notes', () => {
    expect(driver().press('/').type('marked').text).toContain('marked flows are shown by M');
  });
});

describe('order, marks and notes', () => {
  it('sorts by the next column, the largest first where that matters', () => {
    const it = driver().press('s', 's', 's', 's');
    const orders = queries(it).map((effect) => 'order' in effect && effect.order);
    expect(orders).toEqual([
      { column: 'start', isDescending: false },
      { column: 'client', isDescending: false },
      { column: 'server', isDescending: false },
      { column: 'segments', isDescending: true },
    ]);
    expect(it.text).toContain('sort: segments ▼');
  });

  it('marks, shows marked flows only, and takes the last mark away', async () => {
    const it = driver().press('j', 'm', 'j', 'm');
    expect([...it.shared.marks]).toEqual([1, 2]);
    await it.press('M').answer();
    expect(it.text).toContain('2 of 8 shown');
    await it.press('m').answer();
    expect(it.text).toContain('1 of 8 shown');
    await it.press('m').answer();
    expect(it.text).toContain('No flow is marked.');
    await it.press('M').answer();
    expect(it.text).toContain('8 of 8 shown');
  });

  it.each([
    ['a file that breaks off in its first frame', 26, /^ {2}The file ends inside frame 1 at octet 24/m],
    ['a valid file without frames', 24, /^ {2}The file is a valid capture with 0 frames\./m],
  ])('says of %s what it is', async (_, octets, sentence) => {
    const it = new FlowsDriver('cut.pcap', await cutShared('captures/httpsys-503.pcap', octets));
    expect(it.text).toMatch(sentence);
    expect(it.text.includes('valid capture')).toBe(octets === 24);
  });

  it('says what to do when nothing is marked', () => {
    const it = driver().press('M');
    expect(it.text).toContain('no flow is marked: m marks');
    expect(queries(it)).toEqual([]);
  });

  it('writes a note on a flow, changes it, takes it away', () => {
    const it = driver().press('j', ';').type('same on web-22').press('enter');
    expect(it.shared.notes).toEqual(new Map([[1, 'same on web-22']]));
    expect(it.shared.hasUnwrittenNotes).toBe(true);
    expect(it.text).toMatch(/^▌ ; /m);
    expect(it.text).toContain('note: same on web-22');
    it.press(';').type('!').press('enter');
    expect(it.shared.notes.get(1)).toBe('same on web-22!');
    it.press(';', 'ctrl-u', 'enter');
    expect(it.shared.notes.size).toBe(0);
  });

  it('leaves a note as it was by Escape', () => {
    const it = driver().press(';').type('not this').press('escape');
    expect(it.shared.notes.size).toBe(0);
    expect(it.shared.hasUnwrittenNotes).toBe(false);
  });

  it('shows a hostile note as harmless text', () => {
    const notes = new Map([[0, '\x1b]0;PWNED\x07\u202e漢']]);
    expect(driver({ notes }).text).toContain('note: \\x1b]0;PWNED\\x07\\u202e·');
  });
});

describe('what is copied', () => {
  it.each([
    ['f', 'tcp.stream == 1'],
    ['t', '203.0.113.22:40897 -> 192.0.2.80:80'],
    ['c', '#1 HTTP.sys 503'],
  ])('y %s is %s', (key, text) => {
    const [copied] = driver().press('j', 'y', key).effects;
    expect(copied).toMatchObject({ kind: 'copy', text });
  });

  it('is nothing for another key, which does nothing else either', () => {
    const it = driver().press('y', 'q');
    expect(it.effects).toEqual([]);
    expect(screen(it)).toBe('flows');
    expect(it.text).toContain('nothing was copied');
  });
});

describe('times', () => {
  it.each([
    [0, 'Start s', '0.133734'],
    [1, 'Start s', '0.133734'],
    [2, 'After s', '0.003064'],
    [3, 'Start UTC', ''],
  ])('after %i × t are %s', (times, title, text) => {
    const it = driver().press('j', 'j', ...Array.from({ length: times }, () => 't'));
    it.press('k', 'j');
    expect(it.text).toContain(title);
    expect(it.text).toContain(text);
  });
});

describe('the preview', () => {
  it('asks for the flow under the cursor when that has rested, once', async () => {
    const it = await driver({ size: LARGE }).answer();
    expect(it.effects).toEqual([{ kind: 'close-up', flow: 0, afterRest: true }]);
    it.press('t', 'm').press('j');
    expect(it.effects.slice(1)).toEqual([{ kind: 'close-up', flow: 1, afterRest: true }]);
  });

  it('is shown and hidden by Tab, and not asked for while it is hidden', () => {
    const it = driver({ size: USUAL }).press('j');
    expect(it.effects).toEqual([]);
    it.press('tab');
    expect(it.effects).toEqual([{ kind: 'close-up', flow: 1, afterRest: true }]);
    expect(it.text).toContain('── flow 1 ');
    it.press('tab', 'j');
    expect(it.text).not.toContain('── flow');
    expect(it.effects).toHaveLength(1);
  });

  it('says when there is no room for it', () => {
    expect(driver({ size: SMALL }).press('tab').text).toContain('the window is too small');
  });

  it('is asked for again when another screen has read another flow', () => {
    const it = driver({ size: LARGE }).press('enter');
    expect(screen(it)).toBe('ladder');
    it.share({ closeUp: { kind: 'reading', flow: 5 } }).press('q');
    expect(it.effects.at(-1)).toEqual({ kind: 'close-up', flow: 0, afterRest: true });
  });

  it('says why a flow cannot be shown', () => {
    const closeUp = { kind: 'failed', flow: 0, message: 'the file has changed' } as const;
    expect(driver({ size: LARGE, closeUp }).text).toContain('the file has changed');
  });
});

describe('opening', () => {
  const opened = (subject: { flow?: number; findingId?: string }, changes: Partial<Shared> = {}) => {
    const it = driver(changes);
    const top = it.state.screens.flows.open(subject, it.shared);
    return top;
  };

  it('with a finding asks for its flows', () => {
    if (shared.capture.kind !== 'ready') throw new Error('Expected a capture');
    const [finding] = shared.capture.diagnosis.findings;
    const { effects } = opened({ findingId: finding?.id ?? '' });
    expect(effects).toEqual([query(`finding:${finding?.id}`)]);
  });

  it('with a flow puts the cursor on it', () => {
    expect(opened({ flow: 5 }).state).toMatchObject({ chosen: 5, place: { cursor: 5 } });
  });

  it('with a flow that the filter hides turns the filter off', () => {
    const flows = { ...shared.flows, filter: 'status==503', flows: Uint32Array.of(1, 2) };
    const { state, effects } = opened({ flow: 3 }, { flows });
    expect(effects).toEqual([query('')]);
    expect(state).toMatchObject({ chosen: 3, filterOff: 'status==503' });
  });

  it('Enter opens the ladder of the flow', async () => {
    const it = (await flowsOf(CAPTURE)).press('j', 'j', 'enter');
    expect(screen(it)).toBe('ladder');
    expect(it.text).toContain('{"flow":2}');
  });
});
