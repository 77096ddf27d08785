import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Diagnosis } from '../../src/diagnosis/diagnosis.js';
import { compileFilter } from '../../src/filter/filter.js';
import { COMMANDS } from '../../src/tui/command.js';
import { coverageRows } from '../../src/tui/coverage-rows.js';
import type { Screens } from '../../src/tui/program.js';
import { topOf } from '../../src/tui/program.js';
import { FINDINGS_SCREEN } from '../../src/tui/screens/findings/findings-screen.js';
import { HELP_SCREEN } from '../../src/tui/screens/help/help-screen.js';
import { overviewOf } from '../../src/tui/screens/summary/overview.js';
import { SUMMARY_SCREEN } from '../../src/tui/screens/summary/summary-screen.js';
import type { Shared } from '../../src/tui/shared.js';
import { diagnosisWith, findingWith } from '../report/hand-made.js';
import { ASCII, Driver, LARGE, sharedOf, UNICODE } from './drive.js';
import { expectLawful } from './frame-laws.js';
import { homeStates } from './home-captures.js';
import { screensWith } from './stub-screens.js';

const screens: Screens = screensWith(SUMMARY_SCREEN, FINDINGS_SCREEN, HELP_SCREEN);
let states: ReadonlyMap<string, Shared>;
beforeAll(async () => {
  states = await homeStates();
});

function driverOf(capture: string, changes: Partial<Shared> = {}): Driver {
  return new Driver(screens, { ...(states.get(capture) as Shared), ...changes });
}

/** The screen on top and what it was opened on. */
function shown(driver: Driver): [string, unknown] {
  const { screen, subject } = topOf(driver.state);
  return [screen.id, subject];
}

describe('the summary', () => {
  it.each([
    [
      'Enter on a finding explains it',
      ['enter'],
      ['findings', { findingId: 'F-health-check-reset-198fdbd2' }],
    ],
    ['E opens the ladder of its first evidence', ['E'], ['ladder', { flow: 0 }]],
    ['E on the third finding, of the other server', ['down', 'down', 'E'], ['ladder', { flow: 1 }]],
    ['] opens the first flow with a finding', [']'], ['ladder', { flow: 0 }]],
    ['] goes on from there', [']', ']'], ['ladder', { flow: 1 }]],
    ['[ opens the last flow with a finding', ['['], ['ladder', { flow: 22 }]],
    ['? helps with the summary', ['?'], ['help', { screen: 'summary' }]],
    ['/ goes to the flows, which have the filter', ['/'], ['flows', {}]],
  ] as const)('%s', (_, keys, expected) => {
    expect(shown(driverOf('iis7-health-check').press(...keys))).toEqual(expected);
  });

  it('shows the flows of a server', () => {
    const driver = driverOf('httpsys-503').press('G', 'enter');
    expect(shown(driver)).toEqual(['flows', {}]);
    expect(driver.state.shared.flows).toMatchObject({ filter: 'server==192.0.2.80:80', tookMs: null });
    expect(driver.effects).toContainEqual({
      kind: 'view-flows',
      filter: 'server==192.0.2.80:80',
      order: { column: 'flow', isDescending: false },
      markedOnly: false,
    });
  });

  it('asks for an IPv6 server in words that the filter knows', async () => {
    const shared = await sharedOf('captures/iis7-teardown-ipv6.pcap');
    const { filter } = new Driver(screens, shared).press('G', 'enter').state.shared.flows;
    expect(filter).toMatch(/^server==\[2001:db8:/);
    expect(compileFilter(filter).ok).toBe(true);
  });

  it('stops the reading, and only while there is one', () => {
    expect(driverOf('reading').press('S').effects).toEqual([{ kind: 'stop-reading' }]);
    expect(driverOf('httpsys-503').press('S').effects).toEqual([]);
  });

  it('says that reading was stopped', () => {
    const shared = states.get('httpsys-503') as Shared;
    const capture = { ...shared.capture, wasStopped: true } as Shared['capture'];
    expect(driverOf('httpsys-503', { capture }).text).toContain('Reading was stopped');
  });

  it('leaves muted findings out, and says so', () => {
    const driver = driverOf('iis7-health-check', { mutedRules: new Set(['health-check-reset']) });
    expect(driver.text).not.toContain('TCP health check answered by RST');
    expect(driver.text).toContain('1 finding muted');
    expect(driver.text).toContain('▌ 2 ▲ medium');
  });

  it('counts flows as failed whose request was reset too late for a finding', async () => {
    const shared = await sharedOf('captures/request-reset-late.pcap');
    if (shared.capture.kind !== 'ready') throw new Error('Expected a capture that was read');
    const { survey, diagnosis } = shared.capture;
    expect(diagnosis.findings).toEqual([]);
    const { services } = overviewOf(survey, diagnosis, shared);
    expect(services.map(({ flows, failed }) => [flows, failed])).toEqual([[2, 2]]);
  });

  it('leaves flows out that failed by a muted finding', async () => {
    const shared = await sharedOf('captures/request-reset.pcap', {
      mutedRules: new Set(['request-answered-by-reset']),
    });
    if (shared.capture.kind !== 'ready') throw new Error('Expected a capture that was read');
    const { survey, diagnosis } = shared.capture;
    const { services } = overviewOf(survey, diagnosis, shared);
    expect(services.map(({ failed }) => failed)).toEqual(services.map(() => 0));
  });

  it('counts failures per server as the findings do', async () => {
    for (const name of ['iis7-health-check', 'httpsys-503', 'iis7-two-balancers', 'connection-refused']) {
      const shared = await sharedOf(`captures/${name}.pcap`);
      if (shared.capture.kind !== 'ready') throw new Error('Expected a capture that was read');
      const { survey, diagnosis } = shared.capture;
      const { services } = overviewOf(survey, diagnosis, shared);
      for (const { endpoint, flows, failed, failedAt } of services) {
        const failing = new Set(
          diagnosis.findings
            .filter(
              ({ server, severity }) =>
                severity !== 'info' && server?.address === endpoint.address && server.port === endpoint.port,
            )
            .flatMap((finding) => finding.flows),
        );
        expect(failed).toBe(failing.size);
        expect(failedAt.reduce((sum, times) => sum + times, 0)).toBe(failed);
        expect(flows).toBeGreaterThanOrEqual(failed);
      }
      expect(services.reduce((sum, { flows }) => sum + flows, 0)).toBe(diagnosis.totals.flows);
    }
  });

  it.each([
    ['one-direction-only', /One direction alone was captured of \d+ of 3 flows/],
    ['mid-flow-start', /The capture began after the connection had, on 2 of 3 flows \(67 %\)/],
    ['snaplen-96', /The snapshot length cut payload of \d+ of 3 flows/],
    ['syn-unanswered', /Both directions were seen of all flows that had an answer/],
  ])('says what %s lacks', async (name, expected) => {
    const shared = await sharedOf(`captures/${name}.pcap`, { size: LARGE });
    expect(new Driver(screens, shared).press('G').text.replace(/\s+/g, ' ')).toMatch(expected);
  });
});

describe('findings of one kind', () => {
  it('are one row, whose servers and flows are counted', async () => {
    const shared = await sharedOf('captures/iis7-two-balancers.pcap');
    const { text } = new Driver(screens, shared);
    expect(text).toContain('192.0.2.80:80 · 2 findings · ');
    expect(text.match(/TCP health check answered by RST/g)).toHaveLength(1);
    expect(text).toMatch(/3 ▲ medium/);
  });

  it('name three servers and count the others', () => {
    const { capture } = states.get('httpsys-503') as Shared;
    if (capture.kind !== 'ready') throw new Error('Expected a capture that was read');
    const [finding] = capture.diagnosis.findings;
    if (finding === undefined) throw new Error('Expected a finding');
    const findings = Array.from({ length: 50 }, (_, at) => ({
      ...finding,
      id: `${finding.id}${at}`,
      server: { address: `192.0.2.${at}`, port: 80 },
    }));
    const many = { ...capture, diagnosis: { ...capture.diagnosis, findings } };
    expect(driverOf('httpsys-503', { capture: many, size: LARGE }).text).toContain(
      '50 servers (192.0.2.0:80, 192.0.2.1:80, 192.0.2.2:80, ...) · 50 findings · 300 flows',
    );
  });
});

describe('the findings', () => {
  it.each([
    ['Enter shows the flows', ['2', 'enter'], ['flows', { findingId: 'F-health-check-reset-198fdbd2' }]],
    ['E opens the ladder', ['2', 'j', 'j', 'E'], ['ladder', { flow: 1 }]],
    ['Escape in the text goes back to the list', ['2', 'r', 'escape'], ['findings', {}]],
    ['Escape in the list goes back to the summary', ['enter', 'escape'], ['summary', {}]],
  ] as const)('%s', (_, keys, expected) => {
    expect(shown(driverOf('iis7-health-check').press(...keys))).toEqual(expected);
  });

  it('opens on the finding that is asked for', () => {
    expect(driverOf('iis7-health-check').press('j', 'enter').text).toContain('finding #2');
  });

  it('mutes the rule of a finding and brings it back', () => {
    const driver = driverOf('iis7-health-check').press('2', 'j', 'x');
    expect([...driver.state.shared.mutedRules]).toEqual(['fin-answered-by-reset']);
    expect(driver.text).toContain('muted: FIN answered');
    expect([...driver.press('x').state.shared.mutedRules]).toEqual([]);
  });

  it('does not count muted rules for the next finding', () => {
    const driver = driverOf('httpsys-503', { mutedRules: new Set(['httpsys-503']) }).press(']');
    expect(shown(driver)[0]).toBe('summary');
    expect(driver.text).toContain('No flow further on in this list has a finding.');
  });

  it('tells remedies with their source, to the last row', () => {
    const driver = driverOf('iis7-health-check').press('2', 'r');
    expect(driver.text).toContain('Remedy: C: upgrade Alteon OS');
    expect(driver.press('G').text).toContain('https://dophi.blogspot.com/');
  });
});

describe('the help', () => {
  it('has every command of the screen below it', () => {
    for (const [screen, keys] of [
      ['summary', []],
      ['findings', ['2']],
      ['flows', ['3']],
    ] as const) {
      const size = { columns: 100, rows: 200 };
      const text = driverOf('httpsys-503', { size }).press(...keys, '?').text;
      for (const { where, explains } of COMMANDS) {
        if (where === screen || where === 'list' || where === 'all') {
          expect(text.replace(/\s+/g, ' ')).toContain(explains);
        }
      }
    }
  });

  it.each([
    ['q', 'summary'],
    ['?', 'summary'],
    ['escape', 'summary'],
  ])('%s closes it', (key, screen) => {
    expect(shown(driverOf('httpsys-503').press('?', key))[0]).toBe(screen);
  });

  it('finds a command by its words and runs it on the screen below', () => {
    const driver = driverOf('httpsys-503').press('?').type('all findings').press('enter');
    expect(shown(driver)[0]).toBe('findings');
  });

  it('says when nothing is found, and closes on Enter', () => {
    const driver = driverOf('httpsys-503').press('?').type('zzqq');
    expect(driver.text).toContain('Nothing here has this in it.');
    expect(shown(driver.press('enter'))[0]).toBe('summary');
  });
});

it('every command and size gives a lawful frame', () => {
  const keys = [...new Set(COMMANDS.flatMap((command) => command.keys))].filter((key) => key !== 'ctrl-z');
  const typed = ['a', 'space', 'backspace', 'enter', 'escape', 'tab', ':', '8', '5'];
  fc.assert(
    fc.property(
      fc.constantFrom(...states.keys()),
      fc.array(fc.constantFrom(...keys, ...typed), { maxLength: 25 }),
      fc.record({ columns: fc.integer({ min: 1, max: 140 }), rows: fc.integer({ min: 1, max: 45 }) }),
      fc.constantFrom(UNICODE, ASCII),
      (capture, pressed, size, look) => {
        const driver = driverOf(capture, { size, look });
        for (const key of pressed) driver.press(key);
        expectLawful(driver.frame, size);
      },
    ),
    { numRuns: 80 },
  );
});

it.each([
  '漢字.pcap',
  '\u001b]0;title\u0007.pcap',
  'a\u202eb\u0301.pcap',
  `${'long'.repeat(80)}.pcap`,
])('a file named %j and a wrong line of it give a lawful frame', (name) => {
  for (const size of [LARGE, { columns: 33, rows: 9 }]) {
    const driver = driverOf('httpsys-503', { paths: [name], size });
    driver.press(':');
    driver.type(`filter ${[...name].filter((character) => character >= ' ').join('')}`).press('enter');
    expectLawful(driver.frame, size);
    const failed = { kind: 'failed', message: `There is no file ${name}`, advice: name } as const;
    expectLawful(driverOf('failed', { paths: [name], size, capture: failed }).frame, size);
  }
});

it('tells flows that were not judged for the reset of another device, though there are findings', () => {
  const judged = diagnosisWith({ findings: [findingWith({})] });
  const rules = judged.rules.map((rule) =>
    rule.rule === 'connection-refused'
      ? { ...rule, unjudged: [{ reason: 'foreign-reset' as const, count: 4 }] }
      : rule,
  );
  const textOf = (diagnosis: Diagnosis) =>
    coverageRows(diagnosis, 'gaps', 400, 'masked')
      .map((line) => line.map(({ text }) => text).join(''))
      .join('\n');
  expect(textOf({ ...judged, rules })).toMatch(
    /NOT JUDGED\n.*4 flows, because the reset was probably made by a device/,
  );
  expect(textOf(judged)).not.toContain('NOT JUDGED');
});
