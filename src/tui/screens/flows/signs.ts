/** Signs of this screen that `glyphs.ts` does not have. */
import { type Glyphs, glyphsOf } from '../../glyphs.js';
import type { Look } from '../../look.js';

/** Signs, one cell each. */
export interface FlowSigns extends Glyphs {
  readonly ascending: string;
  readonly descending: string;
  readonly corners: readonly [topLeft: string, topRight: string, bottomLeft: string, bottomRight: string];
  readonly toServer: string;
  readonly toClient: string;
  readonly evidence: string;
  readonly upDown: string;
}

/** The signs that the terminal can show. */
export function signsOf(look: Look): FlowSigns {
  return { ...glyphsOf(look), ...(look.hasUnicode ? UNICODE : ASCII) };
}

const UNICODE = {
  ascending: '▲',
  descending: '▼',
  corners: ['┌', '┐', '└', '┘'],
  toServer: '▶',
  toClient: '◀',
  evidence: '═',
  upDown: '↑↓',
} as const;

const ASCII = {
  ascending: '^',
  descending: 'v',
  corners: ['+', '+', '+', '+'],
  toServer: '>',
  toClient: '<',
  evidence: '=',
  upDown: 'up/down',
} as const;
