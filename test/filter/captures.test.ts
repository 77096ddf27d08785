/** Expressions and the flows of recorded captures that match them. */
import { beforeAll, describe, expect, test } from 'vitest';
import { FIELDS } from '../../src/filter/fields.js';
import { compileFilter } from '../../src/filter/filter.js';
import type { FilterCapture } from '../../src/filter/subject.js';
import { captureOf, matching } from './capture.js';

const PROBED = [0, 2, 5, 7, 10, 13, 15, 17, 19, 21];
const GRACEFUL = [1, 3, 6, 9, 11, 14, 16, 18, 20, 22];
const USERS = [4, 8, 12];
const ALL_23 = Array.from({ length: 23 }, (_, flow) => flow);

type Row = readonly [expression: string, flows: readonly number[]];

const TABLES: Readonly<Record<string, readonly Row[]>> = {
  'iis7-health-check.pcap': [
    ['finding:any', [...PROBED, ...GRACEFUL].sort((a, b) => a - b)],
    ['!finding:any', USERS],
    ['finding', [...PROBED, ...GRACEFUL].sort((a, b) => a - b)],
    ['finding:1', PROBED],
    ['finding:3', GRACEFUL],
    ['finding:4', []],
    ['finding:health-check-reset', PROBED],
    ['finding in {1, graceful-health-check}', [...PROBED, ...GRACEFUL].sort((a, b) => a - b)],
    ['finding!=graceful-health-check', PROBED],
    ['sev>=high', PROBED],
    ['sev==info', GRACEFUL],
    ['sev<low', GRACEFUL],
    ['sev in info..medium', [...PROBED, ...GRACEFUL].sort((a, b) => a - b)],
    ['server==192.0.2.80:80 && finding:any', PROBED],
    ['server==192.0.2.81', GRACEFUL],
    ['server!=192.0.2.81 and not client==198.51.100.10', USERS],
    ['client in 203.0.113.0/24', USERS],
    ['client in {203.0.113.21, 203.0.113.22}', [4, 8]],
    ['client~"203.0.113.2"', USERS],
    ['server~":80"', ALL_23],
    ['addr==203.0.113.23', [12]],
    ['client.port==37285', [0]],
    ['server.port in {1..79, 81..65535}', []],
    ['end==rst by server', PROBED],
    ['end==reset-by-server*', PROBED],
    ['end==Reset-By-Server-After-Client-Fin', PROBED],
    ['end==rst by client', []],
    ['end==fin by client', [...GRACEFUL, ...USERS].sort((a, b) => a - b)],
    ['end!=rst && bytes==0', GRACEFUL],
    ['end~"client-fin"', PROBED],
    ['state==RSTR', PROBED],
    ['state in {rstr, rsto}', PROBED],
    ['history~R', []],
    ['history~Fr', PROBED],
    ['history matches "^ShAFr$"', PROBED],
    ['rst', PROBED],
    ['rst==0', [...GRACEFUL, ...USERS].sort((a, b) => a - b)],
    ['has:rst', PROBED],
    ['tcp.flags.reset==1', PROBED],
    ['tcp.flags.reset!=1', [...GRACEFUL, ...USERS].sort((a, b) => a - b)],
    ['tcp.flags.reset==0', ALL_23],
    ['pkts<6', PROBED],
    ['client.pkts>=8', USERS],
    ['bytes>100', USERS],
    ['bytes>0.7KB', [4, 12]],
    ['dur>100ms', USERS],
    ['dur>0.2s', [4, 12]],
    ['finrst<10ms', PROBED],
    ['status==200', USERS],
    ['status', USERS],
    ['!status', [...PROBED, ...GRACEFUL].sort((a, b) => a - b)],
    ['status!=200', []],
    ['requests>2', [4, 12]],
    ['t in 09:22..09:22', [0, 1, 2]],
    ['t==09:22', [0, 1, 2]],
    ['t>09:22 && t<09:23:01', [3, 4, 5, 6, 7]],
    ['t>=2026-11-21T09:23:03.6Z', [20, 21, 22]],
    ['t<"2026-11-21 09:22:59.6"', [0]],
    ['t==2026-11-21', ALL_23],
    ['t==2026-11-22', []],
    ['t in 23:00..09:22', [0, 1, 2]],
    ['flow in {1, 4..6}', [1, 4, 5, 6]],
    ['tcp.stream==17', [17]],
    ['frame==1', [0]],
    ['frame.number<=6', [0, 1]],
    ['example', USERS],
    ['192.0.2.81', GRACEFUL],
    ['192.0.2.81:80', GRACEFUL],
    ['37285', [0]],
    ['health-check-reset', PROBED],
    ['"no such text"', []],
    ['http || rst', [...PROBED, ...USERS].sort((a, b) => a - b)],
    ['tcp', ALL_23],
    ['ipv6', []],
    ['client.known==syn', ALL_23],
    ['client.known!=syn', []],
    [
      'retrans || gaps || zerowin || keepalive || missing || cut || oneway || midflow || reused || reordered',
      [],
    ],
  ],
  'httpsys-503.pcap': [
    ['status==503', [1, 2, 4, 5, 6, 7]],
    ['status>=500', [1, 2, 4, 5, 6, 7]],
    ['status in 500..599', [1, 2, 4, 5, 6, 7]],
    ['status!=503', [0, 3]],
    ['status!==503', [0, 2, 3]],
    ['status===503', [1, 4, 5, 6, 7]],
    ['status not in {503}', [0, 3]],
    ['host==shop.example.com', [1, 4, 5, 6, 7]],
    ['host==SHOP.example.com', []],
    ['host~SHOP', [1, 4, 5, 6, 7]],
    ['host contains "SHOP"', []],
    ['host matches "^SHOP\\."', [1, 4, 5, 6, 7]],
    ['host!~shop', [0, 2, 3]],
    ['path==/shop/', [2, 4, 5, 6, 7]],
    ['path~/shop/basket', [1]],
    ['/shop/basket', [1]],
    ['http.request.uri matches "/(news|about)$"', [0, 3]],
    ['method==GET && http.server~HTTPAPI', [1, 2, 4, 5, 6, 7]],
    ['reason~unavailable', [1, 2, 4, 5, 6, 7]],
    ['body~"service unavailable"', [1, 2, 4, 5, 6, 7]],
    ['content~html && status==503', [1, 2, 4, 5, 6, 7]],
    ['ttfb>50ms', []],
    ['dur>50ms && status==503', [2]],
    ['503', [1, 2, 4, 5, 6, 7]],
  ],
  'request-reset.pcap': [
    ['requests && responses==0', [1, 3, 5, 7]],
    ['end==reset-by-server-request-unanswered', [1, 3, 5, 7]],
    ['rst.ttl==64', [1, 3, 5, 7]],
    ['sev==critical', [1, 3, 5, 7]],
  ],
  'syn-unanswered.pcap': [
    ['syn>2', [0, 1]],
    ['retrans>0', [0, 1]],
    ['tcp.analysis.retransmission', [0, 1]],
    ['server.pkts==0', [0, 1]],
    ['oneway', [0, 1]],
    ['ip.src==192.0.2.80', [2]],
    ['ip.dst==192.0.2.80', [0, 1, 2]],
    ['tcp.srcport==8080', []],
    ['tcp.dstport==8080', [0, 1]],
    ['handshake', [2]],
    ['idle>=1s', []],
  ],
  'iis7-teardown-ipv6.pcap': [
    ['client==2001:db8:100::10', [0]],
    ['client==[2001:db8:100::10]:41079', [0]],
    ['client==[2001:db8:100::10]:41080', []],
    ['client==2001:DB8:0100:0::10', [0]],
    ['ipv6.addr in 2001:db8::/32', [0]],
    ['ipv6.addr==2001:db8:100::/47', [0]],
    ['ipv6.addr==2001:db9::/32', []],
    ['ip.addr', []],
    ['ip.addr!=192.0.2.1', []],
    ['ipv6.addr', [0]],
    ['addr==0.0.0.0/0', []],
    ['addr==::/0', [0]],
    ['"[2001:db8:200::80]:80"', [0]],
    ['200::80', [0]],
  ],
  'port-reuse.pcap': [['reused', [1, 2, 3]]],
  'mid-flow-start.pcap': [['midflow', [0, 1]]],
  'snaplen-96.pcap': [['cut', [1, 2]]],
  'iis7-teardown-keepalive-probe.pcap': [['keepalive>0', [0]]],
};

describe.each(Object.entries(TABLES))('%s', (name, rows) => {
  let capture: FilterCapture;
  beforeAll(async () => {
    capture = await captureOf(name);
  });

  test.each(rows)('%s', (expression, flows) => {
    expect(matching(capture, expression)).toEqual(flows);
  });
});

test('every field has an example that is right', () => {
  for (const { example } of FIELDS) expect(compileFilter(example), example).toMatchObject({ ok: true });
});

test('no two fields share a name', () => {
  const names = FIELDS.flatMap(({ name, aliases }) => [name, ...aliases]);
  expect(new Set(names).size).toBe(names.length);
});
