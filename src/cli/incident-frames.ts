/** Connections that ended badly, and their frames among those that the flight recorder still has. */
import type { BelongsToIncident, Incident } from '../capture/live/flight-recorder.js';
import { decodeFrame } from '../decode/decode-frame.js';
import { layerOfLinkType } from '../decode/layer.js';
import { Packet } from '../decode/packet.js';
import { ProblemCounters } from '../decode/problem.js';
import type { Judgement } from '../diagnosis/judgement.js';
import { FlowFacts } from '../survey/flow-facts.js';
import type { Survey } from '../survey/survey.js';

/** Tells which connections ended badly since the last time. */
export class BadEnds {
  /** By flow, the time of the last frame that was known when it was told. */
  private readonly told = new Map<number, number>();

  /**
   * Connections that ended badly by now and were not told yet: reset, or with a finding that is more than information; those of
   * them that have gone on since they were told; and what tells their frames.
   */
  next(survey: Survey, judgement: Judgement): { incidents: Incident[]; belongs: BelongsToIncident } {
    const { firstKept, length } = survey.flows;
    const incidents: Incident[] = [];
    const tuples = new Set<string>();
    const flow = new FlowFacts(survey);
    for (const number of this.told.keys()) if (number < firstKept) this.told.delete(number);
    for (let number = firstKept; number < length; number++) {
      const toldNs = this.told.get(number);
      flow.at(number);
      if (toldNs === undefined ? !isBad(flow, judgement) : !(flow.lastTimeNs > toldNs)) continue;
      this.told.set(number, flow.lastTimeNs);
      incidents.push(incidentOf(flow, toldNs));
      const { clientAddress, clientPort, serverAddress, serverPort } = flow;
      tuples.add(tupleKey(flow.isIpv6 ? 6 : 4, clientAddress, clientPort, serverAddress, serverPort));
    }
    return { incidents, belongs: frameTest(survey, tuples) };
  }
}

/** Of a connection that goes on, the end around which others are kept is still to come. */
function incidentOf(flow: FlowFacts, toldNs: number | undefined): Incident {
  const { firstTimeNs, lastTimeNs } = flow;
  if (toldNs === undefined) return { firstNs: firstTimeNs, endedNs: lastTimeNs };
  const isOver = flow.rstFrame !== 0 || (flow.clientFinFrame !== 0 && flow.serverFinFrame !== 0);
  return { firstNs: toldNs, endedNs: isOver ? lastTimeNs : null, wasTold: true };
}

function isBad(flow: FlowFacts, judgement: Judgement): boolean {
  if (flow.rstFrame !== 0) return true;
  return judgement.findingsAt(flow.flow).some(({ severity }) => severity !== 'info');
}

/** Whether a frame carries a segment between these ends, in either direction. */
function frameTest({ addresses }: Survey, tuples: ReadonlySet<string>): BelongsToIncident {
  const clock = { timeNs: 0 };
  const packet = new Packet(new ProblemCounters(), clock);
  return (frame) => {
    if (!Number.isNaN(frame.timeNs)) clock.timeNs = frame.timeNs;
    const layer = layerOfLinkType(frame.linkType);
    if (layer === null) return false;
    const { bytes, at, capturedLength, originalLength } = frame;
    if (!decodeFrame(packet, layer, bytes, at, capturedLength, originalLength)) return false;
    const { ipVersion, sourcePort, destinationPort } = packet;
    const source = addresses.knownIdOf(packet.bytes, packet.sourceAt, ipVersion);
    const destination = addresses.knownIdOf(packet.bytes, packet.destinationAt, ipVersion);
    if (source === null || destination === null) return false;
    return (
      tuples.has(tupleKey(ipVersion, source, sourcePort, destination, destinationPort)) ||
      tuples.has(tupleKey(ipVersion, destination, destinationPort, source, sourcePort))
    );
  };
}

/** With the version of IP: numbers of IPv6 addresses are also those of IPv4 addresses. */
function tupleKey(
  ipVersion: number,
  client: number,
  clientPort: number,
  server: number,
  serverPort: number,
): string {
  return `${ipVersion}|${client}|${clientPort}|${server}|${serverPort}`;
}
