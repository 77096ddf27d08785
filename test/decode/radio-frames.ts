/** The same segment in IEEE 802.11, octet by octet. */
import { ADDRESSES, behind, type Carrier, IPV4, IPV6 } from './frames.js';

const SNAP = [0xaa, 0xaa, 0x03, 0, 0, 0];
const zeros = (length: number) => Array.from({ length }, () => 0);
const u16 = (value: number) => [value >> 8, value & 0xff];
const u32 = (value: number) => [...u16(value >>> 16), ...u16(value & 0xffff)];
const u32le = (value: number) => u32(value).toReversed();

/** An IEEE 802.11 header: frame control, flags, duration, three addresses, sequence control. */
const wlan = (control: number, flags: number, rest: readonly number[] = []) => [
  ...[control, flags, 0, 0],
  ...[2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 3],
  ...[0x10, 0x00],
  ...rest,
];
const DATA = 0x08;
const QOS_DATA = 0x88;
const TO_DS = 0x01;
/** A whole header, LLC and SNAP of IPv4 included. */
export const WLAN = [...wlan(DATA, TO_DS), ...SNAP, 0x08, 0x00];
const aggregated = (header: readonly number[], packet: Uint8Array) =>
  behind([...ADDRESSES, ...u16(header.length + packet.length), ...header], packet);

const prism = (codeAndLength: readonly number[]) => [...codeAndLength, ...zeros(136)];
const avs = (version: number) => [...u32(version), ...u32(64), ...zeros(56)];
/** Ways to carry a segment in IEEE 802.11. */
export const RADIO_CARRIERS: readonly Carrier[] = [
  ['IEEE 802.11', 105, behind(WLAN, IPV4)],
  ['IEEE 802.11, sent again', 105, behind([...wlan(DATA, 0x09), ...SNAP, 0x08, 0x00], IPV4)],
  [
    'IEEE 802.11, data and an acknowledgement',
    105,
    behind([...wlan(0x18, TO_DS), ...SNAP, 0x08, 0x00], IPV4),
  ],
  ['IEEE 802.11, QoS, IPv6', 105, behind([...wlan(QOS_DATA, TO_DS, [5, 0]), ...SNAP, 0x86, 0xdd], IPV6)],
  [
    'IEEE 802.11, QoS, HT control',
    105,
    behind([...wlan(QOS_DATA, 0x81, zeros(6)), ...SNAP, 0x08, 0x00], IPV4),
  ],
  ['IEEE 802.11, four addresses', 105, behind([...wlan(DATA, 0x03, zeros(6)), ...SNAP, 0x08, 0x00], IPV4)],
  [
    'IEEE 802.11, QoS, four addresses, padding',
    105,
    behind([...wlan(QOS_DATA, 0x03, zeros(8)), 0, 0, ...SNAP, 0x08, 0x00], IPV4),
  ],
  [
    'IEEE 802.11, an aggregate of one',
    105,
    behind(wlan(QOS_DATA, TO_DS, [0x80, 0]), aggregated([...SNAP, 0x08, 0x00], IPV4)),
  ],
  ['radiotap', 127, behind([0, 0, 8, 0, 0, 0, 0, 0, ...WLAN], IPV4)],
  ['radiotap with fields', 127, behind([0, 0, 17, 0, 3, 0, 0, 0, ...zeros(9), ...WLAN], IPV4)],
  ['Prism', 119, behind([...prism([...u32le(0x44), ...u32le(144)]), ...WLAN], IPV4)],
  ['Prism of a big-endian machine', 119, behind([...prism([...u32(0x44), ...u32(144)]), ...WLAN], IPV4)],
  ['AVS in place of Prism', 119, behind([...avs(0x80211001), ...WLAN], IPV4)],
  ['no header in place of Prism', 119, behind(WLAN, IPV4)],
  ['AVS', 163, behind([...avs(0x80211002), ...WLAN], IPV4)],
];
