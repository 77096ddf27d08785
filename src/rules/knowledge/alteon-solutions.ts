/**
 * What the report on Alteon and IIS 7.0 did about it: three ways, A to C, and what else helps when the balancer is another one.
 */
import type { Remedy } from '../rule.js';
import { FIXED_VERSIONS, TESTED_GOOD_VERSIONS } from './alteon-versions.js';
import { SOURCES } from './sources.js';

/** Solution A: back to a version that was seen to work. */
export const DOWNGRADE: Remedy = {
  title: 'A: run an Alteon OS version that was tested',
  steps: [
    `Reported to work with the TCP health check of IIS 7.0: ${TESTED_GOOD_VERSIONS.join(' and ')}.`,
    'Capture one probe afterwards and check that the balancer now counts the server as up.',
  ],
  warning:
    'The source does not name the version that failed, and these versions are from 2008 and earlier: prefer a version with the fix.',
  source: SOURCES.alteonBlog,
};

/** Solution B: another port. Reported without a mechanism. */
export const MOVE_PORT: Remedy = {
  title: 'B: move IIS to another port and set rport',
  steps: [
    'Bind the site in IIS to another port, for example 8001 in place of 80.',
    'Leave the virtual service on port 80 and set its rport to the new port, so that balancer and server agree.',
    'Let clients and firewalls that reach the server directly know the new port.',
  ],
  warning:
    'A reported workaround: the source gives no reason why another port should help, and the teardown itself is not bound to a port. Try it on one server first.',
  source: SOURCES.alteonBlog,
};

/** Solution C: a version with the fix. */
export const UPGRADE: Remedy = {
  title: 'C: upgrade Alteon OS to a version with the fix',
  steps: [
    `The fix is in ${FIXED_VERSIONS.map((fixed) => fixed.version).join(', ')}; 23.2.9 was released on 2009-02-18.`,
    'Compare within your branch, the first two numbers: 24.0.3 is above 23.2.9 and is not fixed.',
  ],
  source: SOURCES.alteonBlog,
};

/** For any balancer: do not judge a server by how an empty connection ends. */
export const HTTP_CHECK: Remedy = {
  title: 'Check by HTTP in place of TCP',
  steps: [
    'Request a page of the same application pool as the application, with a Host header, and expect 200.',
    'Choose a page that needs no login and does not redirect.',
    'Let interval times retries be longer than the pool needs for a cold start.',
  ],
  warning: 'The Alteon HTTP check takes only 200 for success: a 302 or 401 counts as down.',
  source: SOURCES.alteonManual,
};

/** The three solutions of the source in its order. */
export const ALTEON_SOLUTIONS: readonly Remedy[] = [DOWNGRADE, MOVE_PORT, UPGRADE];
