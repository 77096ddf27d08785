/**
 * Ports on which HTTP or HTTPS is expected before any of it was seen. 8001 is the port to which the report on Alteon
 * moves IIS.
 */
const HTTP_PORTS: ReadonlySet<number> = new Set([
  80, 81, 443, 8000, 8001, 8008, 8080, 8081, 8088, 8443, 8888,
]);

/** Whether HTTP or HTTPS is expected on a server port. */
export function isHttpPort(port: number): boolean {
  return HTTP_PORTS.has(port);
}
