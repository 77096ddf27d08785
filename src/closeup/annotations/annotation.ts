/**
 * Marks on segments, under Wireshark's names. What each says is written at the function that decides it, one file each.
 * They are computed as Wireshark 4.0 computes `tcp.analysis.*`, so that both show the same; docs/annotations.md says where not.
 */
export const ANNOTATIONS = [
  'port-numbers-reused',
  'zero-window-probe',
  'zero-window',
  'previous-segment-not-captured',
  'keep-alive',
  'window-update',
  'window-full',
  'keep-alive-ack',
  'zero-window-probe-ack',
  'duplicate-ack',
  'acked-unseen-segment',
  'spurious-retransmission',
  'fast-retransmission',
  'out-of-order',
  'retransmission',
] as const;

/** Id of an annotation. */
export type AnnotationId = (typeof ANNOTATIONS)[number];

/** A mark on a segment. */
export type Annotation =
  | { readonly id: Exclude<AnnotationId, 'duplicate-ack'> }
  | {
      readonly id: 'duplicate-ack';
      /** How many times the acknowledgment was repeated by now, from 1. */
      readonly number: number;
      /** Frame of the acknowledgment that is repeated; 0 when it is not known. */
      readonly of: number;
    };
