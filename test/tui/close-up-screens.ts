/** Ladder, packet and exchange in tests: driven from a screen of their own, their requests answered at once. */

import { TimeBase } from '../../src/bytes/time.js';
import { openCapture } from '../../src/capture/open-capture.js';
import { readFlow } from '../../src/cli/read-flow.js';
import type { CloseUp } from '../../src/closeup/close-up.js';
import { packetTree } from '../../src/closeup/tree/packet-tree.js';
import { asciiLine } from '../../src/tui/cells.js';
import type { Effect } from '../../src/tui/effect.js';
import { topOf } from '../../src/tui/program.js';
import { roomOf } from '../../src/tui/room.js';
import type { Screen, ScreenId, Subject } from '../../src/tui/screen.js';
import { EXCHANGE_SCREEN } from '../../src/tui/screens/exchange/exchange.js';
import { LADDER_SCREEN } from '../../src/tui/screens/ladder/ladder.js';
import { PACKET_SCREEN } from '../../src/tui/screens/packet/packet.js';
import type { PacketState, Shared } from '../../src/tui/shared.js';
import type { Frame } from '../../src/tui/span.js';
import { Driver } from './drive.js';
import { screensWith } from './stub-screens.js';

/** A first screen from which Enter leads to another one. */
function start(screen: ScreenId, subject: Subject): Screen<unknown> {
  return {
    id: 'summary',
    open: () => ({ state: null }),
    update: (state, event) =>
      event.kind === 'command' && event.command === 'open'
        ? { state, go: { kind: 'open', screen, subject } }
        : { state, isUnused: true },
    title: () => [],
    view: (_, __, { rows }) => ({ lines: Array.from({ length: rows }, () => []), cursor: null }),
    footer: () => [],
    isTyping: () => false,
  };
}

/** A program on a screen that was just opened. */
export function opened(screen: ScreenId, subject: Subject, shared: Shared): Driver {
  const own = [LADDER_SCREEN, PACKET_SCREEN, EXCHANGE_SCREEN] as unknown as Screen<unknown>[];
  return new Driver(screensWith(...own, start(screen, subject)), shared).press('enter');
}

/** The screen that is shown: its title above its body, without what the program draws around them. */
export function bodyOf({ state }: Driver): Frame {
  const { screen, state: own } = topOf(state);
  const { shared } = state;
  const { lines, cursor } = screen.view(own, shared, roomOf(shared.size));
  const whole = [screen.title(own, shared), ...lines];
  return { lines: shared.look.hasUnicode ? whole : whole.map(asciiLine), cursor };
}

/** Id of the screen that is shown. */
export function screenOf({ state }: Driver): ScreenId {
  return topOf(state).screen.id;
}

/** The last request of a kind. */
export function lastEffect<Kind extends Effect['kind']>(
  { effects }: Driver,
  kind: Kind,
): Extract<Effect, { kind: Kind }> | undefined {
  return effects.findLast((effect): effect is Extract<Effect, { kind: Kind }> => effect.kind === kind);
}

/** One flow of a capture, as the command line reads it. */
export async function flowOf(path: string, flow: number): Promise<CloseUp> {
  const { closeUp } = await readFlow([path], flow, { onProgress: () => {} });
  if (closeUp === null) throw new Error(`Expected flow ${flow} in ${path}`);
  return closeUp;
}

/** What is shared once a flow was read. */
export function withFlow(shared: Shared, closeUp: CloseUp): Shared {
  return { ...shared, closeUp: { kind: 'ready', flow: closeUp.flow, closeUp } };
}

/** A frame of a capture, as the program reads it. */
export async function packetOf(
  path: string,
  frame: number,
  flow: number | null = null,
): Promise<PacketState> {
  const reader = await openCapture(path, { timeBase: new TimeBase(), hash: false });
  try {
    let frames = 0;
    do {
      while (reader.next()) {
        if (++frames < frame) continue;
        const { bytes, at, capturedLength, linkType, originalLength, timeNs } = reader.frame;
        const octets = bytes.slice(at, at + capturedLength);
        const tree = packetTree({ octets, linkType, originalLength });
        return { kind: 'ready', frame, octets, tree, originalLength, timeNs, flow };
      }
    } while (await reader.fill());
  } finally {
    await reader.close();
  }
  throw new Error(`Expected frame ${frame} in ${path}`);
}
