/**
 * What a whole capture says about one service: read by rules that may judge a flow only in the light of the others.
 */
export interface ServiceFacts {
  readonly port: number;
  /** HTTP was found in at least one of its flows. */
  readonly isHttp: boolean;
  /** The server answered HTTP requests with payload that is no HTTP, and never with HTTP. */
  readonly speaksOther: boolean;
  /** Flows in which the server answered the SYN with SYN, ACK, or sent payload. */
  readonly accepted: number;
  /** First times of the first and the last of them, in nanoseconds since the capture's epoch; NaN without any. */
  readonly firstAcceptedNs: number;
  readonly lastAcceptedNs: number;
  /** Flows whose SYN the server answered with nothing but RST, or that was turned down by ICMP. */
  readonly refused: number;
  readonly firstRefusedNs: number;
  readonly lastRefusedNs: number;
  /** Flows whose SYN was repeated and never answered. */
  readonly unanswered: number;
  /** Times of the first and the last SYN of them. */
  readonly firstUnansweredNs: number;
  readonly lastUnansweredNs: number;
  /** Flows of which nothing but one SYN or two was captured: whoever checks a server gives up soon. */
  readonly givenUp: number;
  /** Those among them whose SYN was repeated after about a second, so that the first one had no answer. */
  readonly givenUpRepeated: number;
  /** Times of the first and the last SYN of them. */
  readonly firstGivenUpNs: number;
  readonly lastGivenUpNs: number;
  /** Some flow of the capture was accepted, at whatever service: what servers answer is captured. */
  readonly capturesAnswers: boolean;
  /** At least one segment sent by the server's address was captured, on whatever port. */
  readonly hostSent: boolean;
}
