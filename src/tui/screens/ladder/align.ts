/** Two flows row by row: what belongs to the same step of the connection stands in the same row. */
import { ACK, FIN, RST, SYN } from '../../../decode/tcp.js';
import type { LadderItem, LadderModel } from './model.js';

/** A row of both; null where one of them has nothing like it. */
export interface AlignedRow {
  readonly left: LadderItem | null;
  readonly right: LadderItem | null;
  readonly isSame: boolean;
}

/** Tells nothing of the step. Source of the bit: RFC 9293 section 3.1. */
const PSH = 0x08;

/** Rows of each flow that are compared: with more the first difference is long past. */
const MOST_ROWS = 400;

/** Stands for a step of the connection; equal ones can stand side by side. */
interface Step {
  readonly item: LadderItem;
  readonly key: string;
  /** What has to be equal as well for the two to be the same. */
  readonly detail: string;
  /** A bare acknowledgment comes sooner, later or not at all without any meaning. */
  readonly isBareAck: boolean;
}

/** The aligned rows of two flows, and the first of them in which more than a bare ACK differs; null when there is none. */
export function aligned(
  left: LadderModel,
  right: LadderModel,
): { readonly rows: readonly AlignedRow[]; readonly firstDifference: number | null } {
  const [a, b] = [stepsOf(left), stepsOf(right)];
  const rows: AlignedRow[] = [];
  let firstDifference: number | null = null;
  for (const [one, other] of pairs(a, b)) {
    const isSame = one !== null && other !== null && one.key === other.key && one.detail === other.detail;
    const matters = one?.isBareAck === false || other?.isBareAck === false;
    if (!isSame && matters) firstDifference ??= rows.length;
    rows.push({ left: one?.item ?? null, right: other?.item ?? null, isSame });
  }
  return { rows, firstDifference };
}

function stepsOf({ items, closeUp }: LadderModel): Step[] {
  let phase = 'opening';
  return items.slice(0, MOST_ROWS).map((item) => {
    if (item.kind === 'end') return { item, key: 'end', detail: item.end.glyph, isBareAck: false };
    if (item.kind !== 'segment') return { item, key: `${phase} ${item.kind}`, detail: '', isBareAck: false };
    const { flags, side, payloadBytes } = item.segment;
    const who = side === closeUp.clientSide ? 'client' : 'server';
    if ((flags & (FIN | RST)) !== 0) phase = 'closing';
    const key = `${phase} ${who} ${flags & ~PSH} ${payloadBytes > 0 ? 'data' : ''}`;
    const isBareAck = flags === ACK && payloadBytes === 0 && phase !== 'opening';
    if (phase === 'opening' && (flags & SYN) === 0) phase = 'open';
    return { item, key, detail: '', isBareAck };
  });
}

/** Steps side by side by the longest common subsequence of their keys; what differs at one place shares a row. */
function* pairs(a: readonly Step[], b: readonly Step[]): Generator<[Step | null, Step | null]> {
  const lengths = commonLengths(a, b);
  const width = b.length + 1;
  const at = (i: number, j: number) => lengths[i * width + j] as number;
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    const [one, other] = [a[i] ?? null, b[j] ?? null];
    if (one === null || other === null) {
      yield [one, other];
      i++;
      j++;
    } else if (
      one.key === other.key ||
      (at(i + 1, j + 1) === at(i, j) && !one.isBareAck && !other.isBareAck)
    ) {
      yield [one, other];
      i++;
      j++;
    } else if (at(i + 1, j) >= at(i, j + 1)) {
      yield [one, null];
      i++;
    } else {
      yield [null, other];
      j++;
    }
  }
}

/** Length of the longest common subsequence of what follows each pair of places. */
function commonLengths(a: readonly Step[], b: readonly Step[]): Uint16Array {
  const width = b.length + 1;
  const lengths = new Uint16Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const below = lengths[(i + 1) * width + j] as number;
      const behind = lengths[i * width + j + 1] as number;
      const both = (lengths[(i + 1) * width + j + 1] as number) + 1;
      lengths[i * width + j] = a[i]?.key === b[j]?.key ? both : Math.max(below, behind);
    }
  }
  return lengths;
}
