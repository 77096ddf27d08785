/**
 * The frame that nearly all captures consist of, decoded in one go: Ethernet with or without a VLAN tag, or Linux's cooked header, then
 * IPv4 without options and fragments, then TCP, all of it captured.
 *
 * `decodeFrame` is right for every frame and made of one decoder per header. This is a short cut past it, which leaves the
 * same registers behind and gives up, having changed nothing, wherever anything is unusual. A test compares both ways.
 */
import { Layer, type LayerCode } from './layer.js';
import type { Packet } from './packet.js';

/** Where a link header has its EtherType, and how long it is. */
type LinkHeader = readonly [typeAt: number, length: number];

const LINK_HEADERS: ReadonlyMap<LayerCode, LinkHeader> = new Map<LayerCode, LinkHeader>([
  [Layer.Ethernet, [12, 14]],
  [Layer.LinuxCookedV1, [14, 16]],
  [Layer.LinuxCookedV2, [0, 20]],
]);
const ETHERTYPE_IPV4 = 0x0800;
const ETHERTYPE_VLAN = 0x8100;
const VLAN_TAG_LENGTH = 4;
const VLAN_ID_BITS = 0x0fff;

/** Source: RFC 791 section 3.1. */
const IPV4_LENGTH = 20;
const VERSION_4_WITHOUT_OPTIONS = 0x45;
const FRAGMENT_BITS = 0x3fff;
const PROTOCOL_TCP = 6;
/** Without options. Source: RFC 9293 section 3.1. */
const TCP_LENGTH = 20;

/** Decodes frames of the frequent kind. */
export class PlainFrames {
  /** Addresses of the frame decoded last, as `AddressTable` gives them for IPv4. */
  source = 0;
  destination = 0;
  /** Its ports, in one word as they stand in the header. */
  ports = 0;
  private typeAt = 0;
  private linkLength = 0;
  private isKnown = false;
  private viewed: Uint8Array = new Uint8Array(0);
  private view: DataView = new DataView(this.viewed.buffer);

  /** Frames begin with this layer from now on. */
  beginWith(outermost: LayerCode): void {
    const header = LINK_HEADERS.get(outermost);
    this.isKnown = header !== undefined;
    [this.typeAt, this.linkLength] = header ?? [0, 0];
  }

  /** Decodes the frame `bytes[at … at + capturedLength)` as `decodeFrame` does. False when it is of another kind. */
  decode(packet: Packet, bytes: Uint8Array, at: number, capturedLength: number): boolean {
    const frameEnd = at + capturedLength;
    let ip = at + this.linkLength;
    if (!this.isKnown || ip + IPV4_LENGTH + TCP_LENGTH > frameEnd) return false;
    if (bytes !== this.viewed) this.look(bytes);
    const { view } = this;
    let vlan = 0;
    let type = view.getUint16(at + this.typeAt);
    if (type === ETHERTYPE_VLAN) {
      vlan = view.getUint16(ip) & VLAN_ID_BITS;
      type = view.getUint16(ip + 2);
      ip += VLAN_TAG_LENGTH;
      if (ip + IPV4_LENGTH + TCP_LENGTH > frameEnd) return false;
    }
    // Version, length of the header, service and total length; later time to live and protocol.
    const first = view.getInt32(ip);
    if (type !== ETHERTYPE_IPV4 || first >>> 24 !== VERSION_4_WITHOUT_OPTIONS) return false;
    const hopsAndProtocol = view.getUint16(ip + 8);
    if ((hopsAndProtocol & 0xff) !== PROTOCOL_TCP || (view.getUint16(ip + 6) & FRAGMENT_BITS) !== 0)
      return false;
    const end = ip + (first & 0xffff);
    const tcp = ip + IPV4_LENGTH;
    // Data offset, flags and window.
    const fourth = view.getInt32(tcp + 12);
    const payloadAt = tcp + (fourth >>> 28) * 4;
    if (payloadAt < tcp + TCP_LENGTH || payloadAt > end || end > frameEnd) return false;
    if (packet.bytes !== bytes) packet.bytes = bytes;
    packet.at = tcp;
    packet.end = end;
    packet.wireEnd = end;
    packet.vlan = vlan;
    packet.ipVersion = 4;
    packet.sourceAt = ip + 12;
    packet.destinationAt = ip + 16;
    packet.hopLimit = hopsAndProtocol >>> 8;
    this.source = view.getInt32(ip + 12);
    this.destination = view.getInt32(ip + 16);
    const ports = view.getInt32(tcp);
    this.ports = ports;
    packet.sourcePort = ports >>> 16;
    packet.destinationPort = ports & 0xffff;
    packet.sequence = view.getInt32(tcp + 4);
    packet.acknowledgment = view.getInt32(tcp + 8);
    packet.flags = (fourth >>> 16) & 0xff;
    packet.window = fourth & 0xffff;
    packet.payloadAt = payloadAt;
    packet.payloadLength = end - payloadAt;
    packet.capturedPayloadLength = end - payloadAt;
    return true;
  }

  private look(bytes: Uint8Array): void {
    this.viewed = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }
}
