/**
 * What the screens' requests about a capture are carried out by. The runtime hands requests on; answers come as changes of
 * what is shared, later and in any order. Of requests of one kind the latest wins: an older one is not answered.
 */
import type { ExportRequest } from './effect.js';
import type { FlowQuery } from './flow-view.js';
import type { CaptureState, Shared } from './shared.js';

/** What a service is given by the runtime. */
export interface ServiceHost {
  /** Takes changes of what is shared. */
  emit(changes: Partial<Shared>): void;
  /** What is shared now. */
  shared(): Shared;
}

/** A capture behind the screens. */
export interface CaptureService {
  /** Filters and sorts: `Shared.flows`. */
  viewFlows(query: FlowQuery): void;
  /** Reads one flow in full: `Shared.closeUp`. */
  readCloseUp(flow: number): void;
  /** Reads one frame in full: `Shared.packet`. */
  readPacket(frame: number): void;
  /** Looks for the nearest healthy flow of the same server and reads it: `Shared.comparison`. */
  compare(flow: number): void;
  /** Writes a file; how it went is a message. */
  write(request: ExportRequest): void;
  /** Ends reading where it is; what was read is judged. */
  stopReading(): void;
  /** Lets what is shared of a capture that is being taken stand still, or go on; the capture goes on in any case. */
  pause(isPaused: boolean): void;
  /** Something that is shared was changed by the screens: marks and muted rules change the list of flows. */
  noticed(before: Shared, now: Shared): void;
  /** Ends everything that is under way. A file that is being written is not left half. */
  close(): Promise<void>;
}

/** The capture before anything was read. */
export const NOTHING_READ: CaptureState = {
  kind: 'reading',
  survey: null,
  progress: { bytesRead: 0, bytesTotal: null, frames: 0, flows: 0 },
};
