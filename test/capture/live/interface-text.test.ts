import { expect, test } from 'vitest';
import { dumpcapInterfaces, tcpdumpInterfaces } from '../../../src/capture/live/interface-text.js';

test('dumpcap -D -M: name, description, addresses, loopback', () => {
  const text =
    '1. eth9\t\t\t0\t192.0.2.2,2001:db8::2\tnetwork\t\n2. \\Device\\NPF_{1A2B}\tIntel(R) Ethernet\tLocal Area Connection\t0\t\tnetwork\t\n8. lo\t\tLoopback\t0\t\tloopback\t\n';
  expect(dumpcapInterfaces(text)).toEqual([
    {
      name: 'eth9',
      description: null,
      addresses: ['192.0.2.2', '2001:db8::2'],
      isUp: null,
      isLoopback: false,
    },
    {
      name: '\\Device\\NPF_{1A2B}',
      description: 'Local Area Connection',
      addresses: [],
      isUp: null,
      isLoopback: false,
    },
    { name: 'lo', description: 'Loopback', addresses: [], isUp: null, isLoopback: true },
  ]);
});

test('tcpdump -D: name, description, states; of pseudo-devices and of old versions the state is not known', () => {
  const text =
    '1.eth9 [Up, Running, Connected]\n2.any (Pseudo-device that captures on all interfaces) [Up, Running]\n3.nflog (Linux netfilter log (NFLOG) interface) [none]\n4.lo [Loopback]\n5.old\n6.bluetooth-monitor (Bluetooth Linux Monitor) [Wireless]\n7.wlan9 [Wireless, Not associated]\n';
  expect(
    tcpdumpInterfaces(text).map(({ name, description, isUp, isLoopback }) => [
      name,
      description,
      isUp,
      isLoopback,
    ]),
  ).toEqual([
    ['eth9', null, true, false],
    ['any', 'Pseudo-device that captures on all interfaces', true, false],
    ['nflog', 'Linux netfilter log (NFLOG) interface', null, false],
    ['lo', null, false, true],
    ['old', null, null, false],
    ['bluetooth-monitor', 'Bluetooth Linux Monitor', null, false],
    ['wlan9', null, false, false],
  ]);
});

test.each([dumpcapInterfaces, tcpdumpInterfaces])('what is no list gives no interface', (read) => {
  expect(read('')).toEqual([]);
  expect(read('no interfaces were found\n')).toEqual([]);
});
