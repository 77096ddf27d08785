/** Steps that change a recorded file, for what a veth pair cannot produce. Each is named in the .json it applies to. */
import { readFileSync, writeFileSync } from 'node:fs';
import { run } from './lab.mjs';

const FILE_HEADER = 24;
const RECORD_HEADER = 16;
const MAC_ADDRESSES = 12;
const MINIMUM_FRAME = 60;
const FROM_SERVER = Buffer.from('020000000280', 'hex');
const TAG = Buffer.from('81000064', 'hex');

/** Rewrites every frame of a pcap; reads only what tcpdump writes here, which is little-endian and uncut. */
function rewrite(from, to, change) {
  const file = readFileSync(from);
  const parts = [file.subarray(0, FILE_HEADER)];
  for (let at = FILE_HEADER; at < file.length; ) {
    const header = Buffer.from(file.subarray(at, at + RECORD_HEADER));
    const frame = file.subarray(at + RECORD_HEADER, at + RECORD_HEADER + header.readUInt32LE(8));
    at += RECORD_HEADER + frame.length;
    const changed = change(frame);
    header.writeUInt32LE(changed.length, 8);
    header.writeUInt32LE(changed.length, 12);
    parts.push(header, changed);
  }
  writeFileSync(to, Buffer.concat(parts));
}

/** Pads frames below 60 octets as an Ethernet card does. */
function pad(from, to) {
  rewrite(from, to, (frame) => {
    const filler = frame.subarray(6, MAC_ADDRESSES).equals(FROM_SERVER) ? 0 : 0x47;
    return Buffer.concat([frame, Buffer.alloc(Math.max(0, MINIMUM_FRAME - frame.length), filler)]);
  });
}

/** Puts an 802.1Q tag (VLAN 100) behind the addresses. */
function tag(from, to) {
  const tagged = (frame) => [frame.subarray(0, MAC_ADDRESSES), TAG, frame.subarray(MAC_ADDRESSES)];
  rewrite(from, to, (frame) => Buffer.concat(tagged(frame)));
}

/** Converts to pcapng and writes a comment on the last frame. */
function pcapng(from, to) {
  const frames = run('tshark', '-r', from, '-T', 'fields', '-e', 'frame.number').trim().split('\n').length;
  run('editcap', '-F', 'pcapng', '-a', `${frames}:the last frame of the 503`, from, to);
}

export const derive = { pad, tag, pcapng };
