/**
 * What the runtime asks of the outside: reading captures, filtering, writing. Screens know none of it; they ask by effects.
 *
 * A method that cannot do what was asked answers with a state or a message that says so. A rejected promise is a mistake of
 * the program, or the death of a worker, and ends it.
 */
import type { SafeText } from '../view/safe-text.js';
import type { Effect, ExportRequest } from './effect.js';
import type { CaptureState, CloseUpState, FlowView, Message, PacketState, Shared } from './shared.js';

/** What is told while a capture is read, and when it was. */
export interface ReadingNews {
  readonly capture: CaptureState;
  /** The findings to which a flow belongs, worst first. */
  readonly findingsOf?: Shared['findingsOf'];
}

/** A request to filter and sort, with the marks that `markedOnly` means. */
export type ViewRequest = Omit<Extract<Effect, { kind: 'view-flows' }>, 'kind'> & {
  readonly marks: ReadonlySet<number>;
};

/** The outside. */
export interface Services {
  /** Reads the captures; tells how far it is, as often as it likes, and at last `ready` or `failed`. */
  read(tell: (news: ReadingNews) => void): Promise<void>;
  /** Ends the reading: what was read is diagnosed. */
  stopReading(): void;
  /** Filters and sorts the flows that are there; a message where the filter is not right. */
  viewFlows(request: ViewRequest): Promise<FlowView | Message>;
  /** Reads one flow in full. */
  readCloseUp(flow: number): Promise<CloseUpState>;
  /** Reads one frame as a tree. */
  readPacket(frame: number): Promise<PacketState>;
  /** Reads the nearest healthy flow to the same server. */
  compare(flow: number): Promise<CloseUpState>;
  export(request: ExportRequest): Promise<Message>;
  copy(text: string, what: SafeText): Message;
}
