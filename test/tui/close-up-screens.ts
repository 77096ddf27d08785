/** Ladder, packet and exchange in tests: their requests are answered at once, as the program's runtime would. */
import { TimeBase } from '../../src/bytes/time.js';
import { openCapture } from '../../src/capture/open-capture.js';
import { packetTree } from '../../src/closeup/tree/packet-tree.js';
import { readFlow } from '../../src/cli/read-flow.js';
import type { CloseUp } from '../../src/closeup/close-up.js';
import type { Effect } from '../../src/tui/effect.js';
import type { Screens } from '../../src/tui/program.js';
import type { Screen, ScreenId, Subject } from '../../src/tui/screen.js';
import { LADDER_SCREEN } from '../../src/tui/screens/ladder/ladder.js';
import { PACKET_SCREEN } from '../../src/tui/screens/packet/packet.js';
import type { PacketState, Shared } from '../../src/tui/shared.js';
import { Driver } from './drive.js';

/** A screen that leads to another one with Enter and shows nothing. */
function stub(id: ScreenId, start?: { readonly screen: ScreenId; readonly subject: Subject }): Screen<unknown> {
  return {
    id,
    open: () => ({ state: null }),
    update: (state, event) =>
      start !== undefined && event.kind === 'command' && event.command === 'open'
        ? { state, go: { kind: 'open', ...start } }
        : { state, isUnused: true },
    title: () => [],
    view: (_, __, { rows }) => ({ lines: Array.from({ length: rows }, () => []), cursor: null }),
    footer: () => [],
    isTyping: () => false,
  };
}

/** A program whose summary leads to a screen with Enter. */
export function screensFrom(screen: ScreenId, subject: Subject): Screens {
  const all = (['summary', 'findings', 'flows', 'timeline', 'export', 'help'] as const).map((id) => [
    id,
    stub(id, id === 'summary' ? { screen, subject } : undefined),
  ]);
  return {
    ...(Object.fromEntries(all) as Screens),
    ladder: LADDER_SCREEN as Screen<unknown>,
    packet: PACKET_SCREEN as Screen<unknown>,
    exchange: stub('exchange'),
  };
}

/** One flow of a capture, as the command line reads it. */
export async function flowOf(path: string, flow: number): Promise<CloseUp> {
  const { closeUp } = await readFlow([path], flow, { onProgress: () => {} });
  if (closeUp === null) throw new Error(`Expected flow ${flow} in ${path}`);
  return closeUp;
}

/** A program on a screen that was just opened. */
export function opened(screen: ScreenId, subject: Subject, shared: Shared): Driver {
  return new Driver(screensFrom(screen, subject), shared).press('enter');
}

/** The last request of a kind. */
export function lastEffect<Kind extends Effect['kind']>(
  { effects }: Driver,
  kind: Kind,
): Extract<Effect, { kind: Kind }> | undefined {
  return effects.findLast((effect): effect is Extract<Effect, { kind: Kind }> => effect.kind === kind);
}

/** A frame of a capture, as the program's runtime reads it. */
export async function packetOf(path: string, frame: number): Promise<PacketState> {
  const reader = await openCapture(path, { timeBase: new TimeBase(), hash: false });
  try {
    let frames = 0;
    do {
      while (reader.next()) {
        if (++frames < frame) continue;
        const { bytes, at, capturedLength, linkType, originalLength } = reader.frame;
        const octets = bytes.slice(at, at + capturedLength);
        return { kind: 'ready', frame, octets, tree: packetTree({ octets, linkType, originalLength }) };
      }
    } while (await reader.fill());
  } finally {
    await reader.close();
  }
  throw new Error(`Expected frame ${frame} in ${path}`);
}
