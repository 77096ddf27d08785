/** What the tests of a live capture on the screen share: the program of its thread, a folder, and screens that are closed behind each test. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll } from 'vitest';
import type { LiveOptions } from '../../src/cli/live-options.js';
import type { Shared } from '../../src/tui/shared.js';
import { sharedOf } from '../tui/drive.js';
import { ServiceScreen } from './service-screen.js';
import { buildSurveyProgram } from './survey-program.js';

export const CAPTURE = 'captures/iis7-health-check.pcap';
/** What is written into the screens' pipes. */
export const OCTETS = readFileSync(CAPTURE);

export class LiveServiceTests {
  /** The thread's program, and the state that a screen begins with; there once the tests run. */
  program!: URL;
  first!: Shared;
  private readonly folder = mkdtempSync(join(tmpdir(), 'tcpdx-live-'));
  private readonly open: ServiceScreen[] = [];

  /** To be made at the head of a file of tests. */
  constructor() {
    beforeAll(async () => {
      const program = await buildSurveyProgram('live-worker');
      this.program = program.url;
      const { flowList: _, ...shared } = await sharedOf(CAPTURE);
      this.first = shared;
      return () => program.remove();
    });
    afterEach(async () => {
      for (const screen of this.open.splice(0)) await screen.service.close();
    });
    afterAll(() => rmSync(this.folder, { recursive: true }));
  }

  screen(
    options: Partial<LiveOptions> = {},
    { interfaceName = '-', program = this.program } = {},
  ): ServiceScreen {
    return this.closing(new ServiceScreen(program, this.first, options, { interfaceName }));
  }

  /** Closes this screen as well behind the test. */
  closing<Screen extends ServiceScreen>(screen: Screen): Screen {
    this.open.push(screen);
    return screen;
  }

  /** Path of a file in the folder, which is removed in the end. */
  path(name = ''): string {
    return join(this.folder, name);
  }
}
