/**
 * The chain of headers of one packet: steps the decoder of the survey and reads every header where the decoder stood.
 */
import { decodeLayer } from '../../decode/decode-frame.js';
import { Layer, type LayerCode } from '../../decode/layer.js';
import { Packet } from '../../decode/packet.js';
import { type ProblemCode, ProblemCounters } from '../../decode/problem.js';
import { decodeTcp } from '../../decode/tcp.js';
import { integerOf } from './fields.js';
import { readHttp } from './http.js';
import { layerName, readerOfLayer, readerOfNext } from './layers.js';
import { leaf, OCTETS, type TreeNode, type TreeProblem } from './node.js';
import type { Around, HeaderReader, HeaderReading, IpAround, Next, Place, SequenceBases } from './place.js';
import { readTcp } from './tcp.js';
import { type Trailing, trailerNodes } from './trailer.js';

/** As many headers as the decoder of the survey follows. */
const MOST_LAYERS = 16;
/** Packets quoted inside quoted packets. */
const MOST_QUOTES = 3;

/** The headers of one packet, one behind the other. */
export class Chain {
  private readonly whole: Place;
  private readonly bases: SequenceBases | null;
  private readonly quoteDepth: number;
  private readonly counters = new ProblemCounters();
  private readonly packet = new Packet(this.counters);
  private readonly nodes: TreeNode[] = [];
  /** Octets behind packets that end before what carries them, the innermost last. */
  private readonly leftOver: { readonly place: Place; readonly trailing: Trailing }[] = [];
  private trailing: Trailing = { link: 'data', frameAt: 0 };
  private ip: IpAround | null = null;
  private isPartial = false;
  /** What the last header announced. */
  private next: Next | null = null;
  private readonly seenProblems = new Map<ProblemCode, number>();
  /** Problems that have no header to stand at. */
  private loose: TreeProblem[] = [];

  constructor(place: Place, bases: SequenceBases | null, quoteDepth: number) {
    this.whole = place;
    this.bases = bases;
    this.quoteDepth = quoteDepth;
    const { packet } = this;
    packet.bytes = place.bytes;
    packet.at = place.at;
    packet.end = place.end;
    packet.wireEnd = place.wireEnd;
  }

  read(outermost: LayerCode): TreeNode[] {
    let layer = outermost;
    let depth = 0;
    while (!LAST_LAYERS.has(layer) && depth++ < MOST_LAYERS) layer = this.step(layer);
    if (layer === Layer.Tcp) this.readSegment();
    else if (!LAST_LAYERS.has(layer)) this.loose.push({ code: 'too-many-layers' });
    else this.readAnnounced();
    return this.finish();
  }

  /** Lets the decoder take one layer and reads the header where it stood. Returns what the decoder goes on with. */
  private step(layer: LayerCode): LayerCode {
    const { packet } = this;
    const place = this.place();
    const following = decodeLayer(packet, layer);
    const problems = this.newProblems();
    const hasMoved = packet.at > place.at;
    this.noteEnd(place, layer);
    const reader = readerOfLayer(layer);
    // An IP header of the other version: the decoder takes the same octets again.
    const isRedirected = !hasMoved && following !== Layer.Stop;
    if (reader === null || isRedirected) this.addUnread(place, layer, problems);
    else {
      const reading = this.within(place, hasMoved, reader);
      this.add(reading.node, problems);
      // Behind a header at which the decoder stopped, nothing is what it says it is.
      this.next = hasMoved ? reading.next : null;
      if (hasMoved && isIp(layer)) this.noteAddresses(reading.node);
      // Only now: the checksum of the IP header itself does not cover its content.
      this.isPartial = (this.seenProblems.get('ip-length-beyond-frame') ?? 0) > 0;
    }
    return following;
  }

  /** Where the decoder stands. */
  private place(): Place {
    const { bytes, at, end, wireEnd } = this.packet;
    // The decoder accepts a header that is cut inside its options and stands behind the octets then.
    return { bytes, at: Math.min(at, end), end, wireEnd };
  }

  /** A header never goes on behind the place where the decoder found the next one. */
  private within(place: Place, hasMoved: boolean, reader: HeaderReader): HeaderReading {
    const around = this.around();
    const reading = reader(place, around);
    const { at } = this.packet;
    if (!hasMoved || reading.node.at + reading.node.length <= at) return reading;
    return reader({ ...place, end: at, wireEnd: at }, around);
  }

  private around(): Around {
    return { ip: this.ip, bases: this.bases, announced: this.next, isPartial: this.isPartial };
  }

  /** Adds a node and, where it ends before the next header begins, the octets between them. */
  private add(node: TreeNode, problems: readonly TreeProblem[]): void {
    this.nodes.push({ ...node, problems: [...node.problems, ...problems] });
    const { at } = this.place();
    if (this.at < at) this.nodes.push(leaf('data', 'Data', OCTETS, this.at, at - this.at));
  }

  /** One past the last octet that is in a node. */
  private get at(): number {
    const last = this.nodes[this.nodes.length - 1];
    return last === undefined ? this.whole.at : last.at + last.length;
  }

  private addUnread(place: Place, layer: LayerCode, problems: readonly TreeProblem[]): void {
    const length = this.place().at - place.at;
    if (length > 0) {
      this.add(leaf('data', layerName(layer), OCTETS, place.at, length), problems);
      this.next = null;
    } else this.loose.push(...problems);
  }

  /** Remembers octets that the header just decoded says are not its packet's. */
  private noteEnd(place: Place, layer: LayerCode): void {
    const { packet } = this;
    if (packet.end < place.end) {
      this.leftOver.push({ place: { ...place, at: packet.end }, trailing: this.trailing });
    }
    const link = LINKS.get(layer);
    if (layer === Layer.Ethernet) this.trailing = { link: 'eth', frameAt: place.at };
    else if (link !== undefined) this.trailing = { ...this.trailing, link };
    else if (isIp(layer)) this.trailing = { link: 'data', frameAt: place.at };
  }

  private noteAddresses(node: TreeNode): void {
    const { ipVersion, sourceAt, destinationAt } = this.packet;
    const routing = node.children.filter(({ field }) => field === 'ipv6.routing');
    const isRouted = routing.some((header) => (integerOf(header, 'ipv6.routing.segleft') ?? 0) > 0);
    this.ip = { version: ipVersion === 4 ? 4 : 6, sourceAt, destinationAt, isRouted };
  }

  private readSegment(): void {
    const { packet } = this;
    const place = this.place();
    const isWhole = decodeTcp(packet);
    // The payload's own node says what is missing of it.
    const problems = this.newProblems().filter(({ code }) => code !== 'payload-cut-by-snaplen');
    this.nodes.push(withProblems(readTcp(place, this.around()).node, problems));
    if (!isWhole) return;
    const payloadPlace = { ...place, at: this.at };
    const http = this.quoteDepth === 0 && packet.payloadLength > 0 ? readHttp(payloadPlace) : [];
    if (http.length > 0) this.nodes.push(...http);
    else this.addPayload('tcp.payload', 'Payload', packet.payloadLength);
  }

  /** Reads what the last header announced, where the tree knows it and the decoder does not. */
  private readAnnounced(): void {
    const reader = readerOfNext(this.next);
    const place = this.place();
    if (reader !== null) {
      const reading = reader(place, this.around());
      const isQuoting = reading.quotes !== undefined && this.quoteDepth < MOST_QUOTES;
      this.nodes.push(isQuoting ? this.withQuote(reading) : reading.node);
    }
    if (this.next === null && this.nodes.some(hasCut)) return;
    this.addPayload('data', 'Data', place.wireEnd - Math.max(this.at, place.at));
  }

  /** An ICMP message with the packet that it quotes, as far as it does. */
  private withQuote({ node, quotes }: HeaderReading): TreeNode {
    const { end, wireEnd, bytes } = this.packet;
    const at = node.at + node.length;
    if (at >= end) return node;
    const layer = quotes === 6 ? Layer.Ipv6 : Layer.Ipv4;
    const quoted = new Chain({ bytes, at, end, wireEnd }, null, this.quoteDepth + 1).read(layer);
    return { ...node, length: end - node.at, children: [...node.children, ...quoted] };
  }

  private addPayload(field: string, name: string, wireLength: number): void {
    const { at } = this;
    const there = Math.max(0, this.packet.end - at);
    const missingBytes = wireLength - there;
    if (there === 0 && missingBytes <= 0) return;
    const cut: TreeProblem[] = missingBytes > 0 ? [{ code: 'cut', missingBytes }] : [];
    this.nodes.push(withProblems(leaf(field, name, OCTETS, at, there), [...this.loose, ...cut]));
    this.loose = [];
  }

  private finish(): TreeNode[] {
    for (const { place, trailing } of this.leftOver.toReversed()) {
      this.fillTo(place.at);
      this.nodes.push(...trailerNodes(place, trailing));
    }
    this.fillTo(this.whole.end);
    return this.nodes;
  }

  /** Octets that nothing has claimed. */
  private fillTo(end: number): void {
    const { at } = this;
    if (at < end) this.nodes.push(withProblems(leaf('data', 'Data', OCTETS, at, end - at), this.loose));
    this.loose = [];
  }

  /** What the decoder counted since the last call. A quoted packet always announces more than is quoted. */
  private newProblems(): TreeProblem[] {
    const fresh = this.counters
      .list()
      .filter(({ code, count }) => count > (this.seenProblems.get(code) ?? 0));
    for (const { code, count } of fresh) this.seenProblems.set(code, count);
    return fresh
      .filter(({ code }) => this.quoteDepth === 0 || code !== 'ip-length-beyond-frame')
      .map(({ code }) => ({ code }));
  }
}

/** What ends a chain. What the decoder makes of an ICMP error is for the survey: its packet is read as the IP header says. */
const LAST_LAYERS: ReadonlySet<LayerCode> = new Set<LayerCode>([Layer.Stop, Layer.Tcp, Layer.Icmp]);

/** Layers whose frames may end in a trailer. */
const LINKS: ReadonlyMap<LayerCode, Trailing['link']> = new Map<LayerCode, Trailing['link']>([
  [Layer.Vlan, 'vlan'],
  [Layer.LinuxCookedV1, 'sll'],
  [Layer.LinuxCookedV2, 'sll'],
]);

function isIp(layer: LayerCode): boolean {
  return layer === Layer.Ipv4 || layer === Layer.Ipv6;
}

function hasCut({ children }: TreeNode): boolean {
  return children.some(({ field }) => field === 'cut');
}

function withProblems(node: TreeNode, problems: readonly TreeProblem[]): TreeNode {
  return problems.length === 0 ? node : { ...node, problems: [...node.problems, ...problems] };
}
