/**
 * Tests of the ends of flows.
 */
import { addressText } from '../diagnosis/address-text.js';
import type { SurveyRows } from '../survey/survey-rows.js';
import type { AddressValue } from './address-value.js';
import type { EndpointTest } from './field.js';
import type { TextTest } from './text-test.js';

/** Whether an end is one of the wanted ones. */
export function endpointTest(wanted: readonly AddressValue[], survey: SurveyRows): EndpointTest {
  const tests = wanted.map((value) => (value.isIpv6 ? ipv6Test(value, survey) : ipv4Test(value)));
  const [first] = tests;
  if (tests.length === 1 && first !== undefined) return first;
  return (address, isIpv6, port) => tests.some((test) => test(address, isIpv6, port));
}

function ipv4Test({ octets, prefixLength, port: wantedPort }: AddressValue): EndpointTest {
  const mask = prefixLength === 0 ? 0 : (-1 << (32 - prefixLength)) | 0;
  const network = new DataView(octets.buffer, octets.byteOffset, 4).getInt32(0) & mask;
  return (address, isIpv6, port) =>
    !isIpv6 && (address & mask) === network && (wantedPort === null || port === wantedPort);
}

/** The address of an id is compared once. */
function ipv6Test(
  { octets, prefixLength, port: wantedPort }: AddressValue,
  survey: SurveyRows,
): EndpointTest {
  const verdicts = new Map<number, boolean>();
  return (address, isIpv6, port) => {
    if (!isIpv6 || (wantedPort !== null && port !== wantedPort)) return false;
    let verdict = verdicts.get(address);
    if (verdict === undefined) {
      verdict = hasPrefix(survey.addresses.ipv6Octets(address), octets, prefixLength);
      verdicts.set(address, verdict);
    }
    return verdict;
  };
}

function hasPrefix(address: Uint8Array, prefix: Uint8Array, length: number): boolean {
  const whole = length >> 3;
  for (let at = 0; at < whole; at++) if (address[at] !== prefix[at]) return false;
  const rest = length & 7;
  if (rest === 0) return true;
  const mask = (0xff << (8 - rest)) & 0xff;
  return ((address[whole] as number) & mask) === ((prefix[whole] as number) & mask);
}

/** A test of the text of an end: `192.0.2.1:80` and `[2001:db8::1]:80`, or the address alone. */
export function endpointTextTest(test: TextTest, withPort: boolean, { addresses }: SurveyRows): EndpointTest {
  return (address, isIpv6, port) => {
    const text = addressText(addresses, address, isIpv6);
    if (!withPort) return test(text);
    return test(isIpv6 ? `[${text}]:${port}` : `${text}:${port}`);
  };
}
