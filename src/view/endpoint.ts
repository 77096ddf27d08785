import type { Endpoint } from '../diagnosis/diagnosis.js';
import { ownText, type SafeText, safeText } from './safe-text.js';

/** `192.0.2.1:80`, `[2001:db8::1]:80`; without a port the bare address. */
export function endpointText(endpoint: Endpoint): SafeText {
  const address = safeText(endpoint.address, 64);
  if (endpoint.port === null) return address;
  return ownText(address.includes(':') ? `[${address}]:${endpoint.port}` : `${address}:${endpoint.port}`);
}
