/**
 * The made-up network: balancers, servers and clients as endpoints. Addresses are from the ranges kept for private
 * networks, benchmarks (198.18.0.0/15) and documentation (2001:db8::/32).
 */

/** @typedef {import('./pcap-writer.mjs').Endpoint} Endpoint */

export const BALANCERS = 8;
export const SERVERS = 50;
export const CLIENTS = 4000;

/**
 * @param {number} index
 * @param {number} port
 * @param {boolean} ipv6
 * @returns {Endpoint}
 */
export function balancer(index, port, ipv6) {
  const address = ipv6 ? ipv6Address(1, index) : Uint8Array.of(10, 0, 0, 10 + index);
  return { address, port, ttl: 64, mac: 0x0100 + index };
}

/**
 * @param {number} index
 * @param {number} port
 * @param {boolean} ipv6
 * @returns {Endpoint}
 */
export function server(index, port, ipv6) {
  const address = ipv6 ? ipv6Address(2, index) : Uint8Array.of(10, 0, 1, 10 + index);
  return { address, port, ttl: 128, mac: 0x0200 + index };
}

/**
 * @param {number} index
 * @param {number} port
 * @param {boolean} ipv6
 * @returns {Endpoint}
 */
export function client(index, port, ipv6) {
  const address = ipv6 ? ipv6Address(3, index) : Uint8Array.of(198, 18 + (index >> 16), index >> 8, index);
  return { address, port, ttl: 57, mac: 0x0001 };
}

/**
 * 2001:db8:0:net::host
 * @param {number} net
 * @param {number} host
 * @returns {Uint8Array}
 */
function ipv6Address(net, host) {
  return Uint8Array.of(0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, net, 0, 0, 0, 0, 0, 0, host >> 8, host);
}
