/** The flow whose segment a frame carries. */
import type { Frame } from '../capture/frame-reader.js';
import { Survey } from '../survey/survey.js';
import type { SurveyRows } from '../survey/survey-rows.js';
import type { Addresses } from '../tcp/address-table.js';
import { FlowFlag } from '../tcp/flow-flag.js';
import { FlowRow } from '../tcp/flow-row.js';

/** Flows looked at between two yields. */
const FLOWS_PER_STEP = 2048;

/** A row, and the table that its addresses are of. */
interface Placed {
  readonly row: FlowRow;
  readonly addresses: Addresses;
}

/**
 * The number of the flow to which a frame of a surveyed capture belongs. Null for a frame without a TCP segment of its own
 * (a fragment of one, too), and where its flow is not kept. Yields between short steps; the frame is looked at before the first.
 * @param frameNumber from 1, over all files
 */
export function* flowOfFrame(
  survey: SurveyRows,
  frame: Frame,
  frameNumber: number,
): Generator<undefined, number | null> {
  const alone = new Survey();
  alone.take(frame);
  if (alone.flows.length === 0 || alone.segments === 0) return null;
  const wanted = { row: new FlowRow(alone.flows.rows).moveTo(0), addresses: alone.addresses };
  const row = new FlowRow(survey.flows.rows);
  const known = { row, addresses: survey.addresses };
  // Addresses and ports may have been used before: the flow is the latest one that had begun.
  for (let flow = survey.flows.length - 1; flow >= survey.flows.firstKept; flow--) {
    if (flow % FLOWS_PER_STEP === 0) yield;
    row.moveTo(flow);
    if (row.firstFrame > frameNumber || row.lastFrame < frameNumber) continue;
    if (row.segments(0) + row.segments(1) > 0 && areEndsAlike(known, wanted)) return flow;
  }
  return null;
}

function areEndsAlike(one: Placed, other: Placed): boolean {
  if (one.row.has(FlowFlag.Ipv6) !== other.row.has(FlowFlag.Ipv6)) return false;
  return [0, 1].some((side) => isEndAlike(one, 0, other, side) && isEndAlike(one, 1, other, 1 - side));
}

function isEndAlike(one: Placed, side: number, other: Placed, otherSide: number): boolean {
  if (one.row.port(side) !== other.row.port(otherSide)) return false;
  const [id, otherId] = [one.row.address(side), other.row.address(otherSide)];
  if (!one.row.has(FlowFlag.Ipv6)) return id === otherId;
  const octets = other.addresses.ipv6Octets(otherId);
  return one.addresses.ipv6Octets(id).every((octet, index) => octet === octets[index]);
}
