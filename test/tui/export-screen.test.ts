import { describe, expect, it } from 'vitest';
import type { Effect, ExportRequest } from '../../src/tui/effect.js';
import { ALL_CONTENTS, WRITABLE_CONTENTS } from '../../src/tui/export-content.js';
import type { Screens } from '../../src/tui/program.js';
import { topOf } from '../../src/tui/program.js';
import type { Screen } from '../../src/tui/screen.js';
import { EXPORT_SCREEN, exportScreenOf } from '../../src/tui/screens/export/export-screen.js';
import { defaultName } from '../../src/tui/screens/export/target-name.js';
import { FLOWS_SCREEN } from '../../src/tui/screens/flows/flows-screen.js';
import type { Message, Shared } from '../../src/tui/shared.js';
import { ownText } from '../../src/view/safe-text.js';
import { Driver, sharedOf } from './drive.js';
import { homeStates } from './home-captures.js';
import { screensWith } from './stub-screens.js';

const screens: Screens = screensWith(EXPORT_SCREEN as Screen<unknown>, FLOWS_SCREEN as Screen<unknown>);
const withCapture: Screens = screensWith(exportScreenOf(ALL_CONTENTS) as Screen<unknown>);
const iis7 = await sharedOf('captures/iis7-health-check.pcap');
const reading = (await homeStates()).get('reading') as Shared;
const chosen: Shared = {
  ...iis7,
  marks: new Set([9, 2, 4]),
  flows: { ...iis7.flows, filter: 'end==rst', flows: Uint32Array.from([7, 3]) },
};
const WRITTEN: Message = { text: ownText('it was written'), tone: 'notice' };
const EXISTS: Message = { text: ownText('x exists'), tone: 'error', canReplace: true };
const NAME = 'iis7-health-check';

function exportsOf({ effects }: { readonly effects: readonly Effect[] }): ExportRequest[] {
  return effects.flatMap((effect) => (effect.kind === 'export' ? [effect.request] : []));
}

function lastExport(driver: Driver): ExportRequest {
  const request = exportsOf(driver).at(-1);
  if (request === undefined) throw new Error('Expected that something is exported');
  return request;
}

/** Answers the last request as the runtime does. */
function answer(driver: Driver, message: Message): Driver {
  return driver.share({ message, written: { request: lastExport(driver), message } });
}

describe('what is chosen is what is asked for', () => {
  const all = { path: `${NAME}.report.txt`, content: 'report-text', flows: null, force: false } as const;
  it.each<readonly [string, readonly string[], ExportRequest]>([
    ['everything as text', [], all],
    ['the flows shown', ['space'], { ...all, flows: [7, 3] }],
    ['the marked flows, in their order', ['right', 'right'], { ...all, flows: [2, 4, 9] }],
    ['round the end', ['left'], { ...all, flows: [2, 4, 9] }],
    ['Markdown', ['tab', 'space'], { ...all, content: 'report-markdown', path: `${NAME}.report.md` }],
    ['JSON', ['down', 'right', 'right'], { ...all, content: 'report-json', path: `${NAME}.report.json` }],
    ['JSON lines', ['tab', 'left', 'left'], { ...all, content: 'flows-json', path: `${NAME}.flows.jsonl` }],
    ['another path', ['shift-tab', 'ctrl-u', 'a', 'space', 'q'], { ...all, path: 'a q' }],
    [
      'a folder in front of the name, kept with another format',
      ['tab', 'tab', 'home', 'd', '/', 'up', 'space'],
      { ...all, content: 'report-markdown', path: `d/${NAME}.report.md` },
    ],
    [
      'a name of the user, kept with another format',
      ['up', 'ctrl-u', 'x', '.', 't', 'x', 't', 'tab', 'tab', 'space'],
      { ...all, content: 'report-markdown', path: 'x.txt' },
    ],
  ])('%s', (_, keys, request) => {
    const driver = new Driver(screens, chosen).press('e', ...keys, 'enter');
    expect(exportsOf(driver)).toEqual([request]);
  });

  it('offers the flow of the screen below', () => {
    const driver = new Driver(screens, iis7).press(':', 'f', 'l', 'o', 'w', 'space', '5', 'enter', 'e');
    expect(driver.text).toContain('this flow: 5');
    expect(lastExport(driver.press('left', 'enter')).flows).toEqual([5]);
  });

  it('offers the flow with the cursor of the list', () => {
    const driver = new Driver(screens, iis7).press('3', 'j', 'j', 'e', 'space', 'enter');
    expect(lastExport(driver).flows).toEqual([2]);
  });

  it('has no choice of flows where there is none', () => {
    const driver = new Driver(screens, iis7).press('e', 'space', 'enter');
    expect(lastExport(driver).flows).toBeNull();
  });

  it('offers the capture, and says that it holds secrets', () => {
    expect(WRITABLE_CONTENTS).toContain('capture');
    const driver = new Driver(withCapture, iis7).press('e', 'tab', 'left');
    expect(driver.text).toContain('with all secrets in them');
    const request = { path: `${NAME}.annotated.pcapng`, content: 'capture', flows: null, force: false };
    expect(exportsOf(driver.press('enter'))).toEqual([request]);
  });

  it('writes nothing under no name', () => {
    const driver = new Driver(screens, iis7).press('e', 'up', 'ctrl-u', 'enter');
    expect(exportsOf(driver)).toEqual([]);
    expect(driver.text).toContain('Type the path');
  });

  it('writes nothing when the flows that were chosen are gone', () => {
    const driver = new Driver(screens, chosen).press('e', 'space');
    driver.share({ flows: { ...chosen.flows, flows: new Uint32Array() } }).press('enter');
    expect(exportsOf(driver)).toEqual([]);
    expect(driver.text).toContain('There is no such flow now');
  });
});

describe('what became of it', () => {
  it('closes with the message', () => {
    const driver = answer(new Driver(screens, iis7).press('e', 'enter'), WRITTEN);
    expect(topOf(driver.state).screen.id).toBe('summary');
    expect(driver.text).toContain('it was written');
  });

  it('does not ask twice while it is being written', () => {
    const driver = new Driver(screens, iis7).press('e', 'enter', 'enter');
    expect(exportsOf(driver)).toHaveLength(1);
    expect(driver.text).toContain('Writing the report as text');
  });

  it('replaces a file only when that is chosen', () => {
    const driver = answer(new Driver(screens, iis7).press('e', 'enter'), EXISTS);
    expect(driver.text).toContain('[ ] replace the file');
    expect(lastExport(driver.press('enter')).force).toBe(false);
    answer(driver, EXISTS).press('space');
    expect(driver.text).toContain('[x] replace the file');
    expect(lastExport(driver.press('enter')).force).toBe(true);
  });

  it('forgets to replace when another file is named', () => {
    const driver = answer(new Driver(screens, iis7).press('e', 'enter'), EXISTS);
    driver.press('space', 'up', 'x');
    expect(driver.text).not.toContain('replace the file');
    expect(lastExport(driver.press('enter')).force).toBe(false);
  });

  it('offers no replacing where that does not help', () => {
    const message: Message = { text: ownText('is the capture itself'), tone: 'error' };
    const driver = answer(new Driver(screens, iis7).press('e', 'enter'), message);
    expect(driver.text).toContain('is the capture itself');
    expect(driver.text).not.toContain('replace');
  });

  it('takes no other message for the answer', () => {
    const driver = new Driver(screens, iis7).press('e', 'enter').share({ message: EXISTS });
    expect(topOf(driver.state).screen.id).toBe('export');
    expect(driver.text).not.toContain('replace the file');
  });

  it.each([
    ['all flows', [], false],
    ['flows without the one that has a note', ['right'], true],
  ] as const)('remembers which notes are written: %s', (_, keys, hasUnwrittenNotes) => {
    const shared: Shared = {
      ...iis7,
      marks: new Set([3]),
      notes: new Map([[5, 'n']]),
      hasUnwrittenNotes: true,
    };
    const driver = new Driver(withCapture, shared).press('e', 'tab', 'left', 'up', ...keys, 'enter');
    expect(answer(driver, WRITTEN).state.shared.hasUnwrittenNotes).toBe(hasUnwrittenNotes);
  });
});

describe('the dialog', () => {
  it.each(['escape', 'q'])('is closed by %s', (key) => {
    const driver = new Driver(screens, iis7).press('e', key);
    expect([topOf(driver.state).screen.id, driver.effects]).toEqual(['summary', []]);
  });

  it('opens with the capture chosen on w', () => {
    const driver = new Driver(screens, iis7).press('w');
    expect(topOf(driver.state).screen.id).toBe('export');
    expect(exportsOf(driver.press('enter'))).toMatchObject([{ content: 'capture' }]);
  });

  it('says when secrets are written', () => {
    expect(new Driver(screens, iis7).press('e').text).toContain('Secrets are masked');
    const shown = new Driver(screens, { ...iis7, secrets: 'shown' }).press('e');
    expect(shown.text).toContain('Secrets are written in clear');
  });

  it('waits for the diagnosis', () => {
    const driver = new Driver(screens, reading).press('e', 'enter', 'S');
    expect(driver.effects).toEqual([{ kind: 'stop-reading' }]);
    expect(driver.text).toContain('Reading the capture');
  });
});

it.each([
  ['/x/a.pcap', 'a.report.md'],
  ['C:\\x\\a.b.pcapng.gz', 'a.b.report.md'],
  ['trace.CAP', 'trace.report.md'],
  ['notes.txt', 'notes.txt.report.md'],
  ['-', 'capture.report.md'],
  ['.pcap', 'capture.report.md'],
] as const)('names the report of %s %s', (path, name) => {
  expect(defaultName([path], 'report-markdown')).toBe(name);
});
