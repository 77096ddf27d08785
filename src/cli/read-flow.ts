import type { Readable } from 'node:stream';
import { orderByFirstFrame } from '../capture/capture-set.js';
import type { EarlyEnd } from '../capture/frame-reader.js';
import { openCapture } from '../capture/open-capture.js';
import type { CloseUp } from '../closeup/close-up.js';
import { FlowReading } from '../closeup/flow-reading.js';
import { bytesOf, FilesProgress, type OnBytesRead } from './files-progress.js';

/** One flow that was read from captures. */
export interface ReadFlow {
  /** Null when the captures have no such flow. */
  readonly closeUp: CloseUp | null;
  /** Flows that the captures have, told only when the flow was not found. */
  readonly flowsMet: number;
  /** Segments that could not be given to a flow, because there are too many flows. */
  readonly refused: number;
  readonly files: readonly { readonly name: string; readonly endedEarly: EarlyEnd | null }[];
}

/** How one flow is read. */
export interface ReadFlowOptions {
  readonly standardInput?: Readable | undefined;
  /** Told how far the reading is, over all files. */
  readonly onProgress: OnBytesRead;
}

/**
 * Reads one flow from captures, one after the other in order of their first frames, in one pass.
 * Throws `CaptureError` when one of them cannot be read at all.
 */
export async function readFlow(
  paths: readonly string[],
  flow: number,
  { standardInput, onProgress }: ReadFlowOptions,
): Promise<ReadFlow> {
  const reading = new FlowReading(flow, Math.floor(Math.random() * 0x1_0000_0000));
  const progress = new FilesProgress(await bytesOf(paths));
  const files: { name: string; endedEarly: EarlyEnd | null }[] = [];
  for (const [index, path] of (await orderByFirstFrame(paths)).entries()) {
    const reader = await openCapture(path, {
      timeBase: reading.timeBase,
      hash: false,
      ...(standardInput === undefined ? {} : { standardInput }),
    });
    progress.beginFile();
    // One flow is found faster than the system copies the file.
    reader.readAhead?.();
    try {
      await reading.read(reader, index, (bytes) =>
        onProgress(progress.bytesRead(bytes), progress.bytesTotal),
      );
    } finally {
      await reader.close();
    }
    files.push({ name: path, endedEarly: reader.endedEarly });
  }
  const { flowsMet, refused } = reading.scan;
  return { closeUp: reading.finish(), flowsMet, refused, files };
}
