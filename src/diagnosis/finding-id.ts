/**
 * Ids of findings: the same for the same rule, service and client, so that two reports can be compared.
 */

/** `F-<rule>-<8 hex digits>`. */
export function findingId(rule: string, server: string, client: string): string {
  return `F-${rule}-${fnv1a(`${rule}|${server}|${client}`).toString(16).padStart(8, '0')}`;
}

/** FNV-1a, 32 bits. Source: RFC 9923. */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (const octet of new TextEncoder().encode(text)) hash = Math.imul(hash ^ octet, 0x01000193);
  return hash >>> 0;
}
