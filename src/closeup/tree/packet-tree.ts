/**
 * One frame as a tree of its fields: octets and link type in, nodes out.
 *
 * The chain of headers is the decoder's own (`decode/decode-frame.ts`): it is stepped layer by layer and every header is read
 * where the decoder stood, so that tree and survey cannot disagree. The nodes returned lie side by side and cover every
 * captured octet once, in order. Never throws.
 */
import { layerOfLinkType } from '../../decode/layer.js';
import { Chain } from './chain.js';
import { leaf, OCTETS, type TreeNode } from './node.js';
import type { SequenceBases } from './place.js';

/** A frame that is to be shown. */
export interface ShownFrame {
  /** The captured octets. */
  readonly octets: Uint8Array;
  /** LINKTYPE number. */
  readonly linkType: number;
  /** Octets the frame had on the wire. */
  readonly originalLength: number;
  /** Initial sequence numbers of its flow, for relative numbers; null or absent: only raw ones. */
  readonly bases?: SequenceBases | null;
}

/** The nodes of a frame. */
export function packetTree({ octets, linkType, originalLength, bases = null }: ShownFrame): TreeNode[] {
  const end = octets.length;
  const place = { bytes: octets, at: 0, end, wireEnd: Math.max(end, originalLength) };
  const layer = layerOfLinkType(linkType);
  if (layer !== null) return new Chain(place, bases, 0).read(layer);
  const problems = [{ code: 'link-type-unsupported' as const }];
  return [{ ...leaf('data', 'Data', OCTETS, 0, end), problems }];
}
