/** Splits 'address:port' ('[address]:port' for IPv6), the form every scenario and every .json uses. */
export function endpoint(text) {
  const [, v6, v4, port] = /^(?:\[(.+)\]|([^:]+)):(\d+)$/.exec(text);
  return { host: v6 ?? v4, port: Number(port) };
}

/** The other way round. */
export function endpointText(host, port) {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}
