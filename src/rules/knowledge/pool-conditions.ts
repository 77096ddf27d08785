/**
 * The four conditions of Table 7.1 under which an application pool does not serve.
 *
 * All four look the same on the wire: a 503 with one text, or a reset. They are told apart by how they come and go, and
 * settled by the logs of the server. Source: TechNet cc757659; reasons from KB 820729 and TechNet cc781893.
 */
import type { Source } from '../rule.js';
import { SOURCES } from './sources.js';

type PoolConditionId = 'rapid-fail' | 'cpu-limit' | 'pool-disabled' | 'queue-full';

/** One row of Table 7.1, and what else is known of it. */
export interface PoolCondition {
  readonly id: PoolConditionId;
  readonly title: string;
  /** The pool is shut down by IIS itself, when it is configured so. */
  readonly autoShutdown: boolean;
  /** What the client gets with LoadBalancerCapabilities 2 and 1. */
  readonly layer7: '503';
  readonly layer34: 'reset';
  /** Reason in the HTTPERR log. */
  readonly httpErrReason: string;
  /** The setting of IIS as installed makes it possible. */
  readonly possibleByDefault: boolean;
  /** How it comes, goes and mixes with good answers. */
  readonly pattern: string;
  readonly recovery: string;
  /** What settles that it was this one. */
  readonly settledBy: readonly string[];
  readonly sources: readonly Source[];
}

const WIRE = { layer7: '503', layer34: 'reset' } as const;

/** The rows of Table 7.1 in its order. */
export const POOL_CONDITIONS: readonly PoolCondition[] = [
  {
    id: 'rapid-fail',
    title: 'The pool is in rapid-fail protection',
    autoShutdown: true,
    ...WIRE,
    httpErrReason: 'AppOffline',
    possibleByDefault: true,
    pattern:
      'Every request to the pool fails from one moment on. In the minutes before, worker processes crash: many outstanding requests lose their answer together. As installed, five crashes within five minutes.',
    recovery: 'Stays until an administrator restarts the pool; the first answers are then slow.',
    settledBy: [
      'HTTPERR lines with reason AppOffline, after Connection_Abandoned_By_ReqQueue',
      'WAS event 5002 in the System log, after events for failed worker processes such as 5009',
    ],
    sources: [SOURCES.iisPoolResponses, SOURCES.httpErrorLog, SOURCES.httpErrorTable],
  },
  {
    id: 'cpu-limit',
    title: 'The pool exceeded its CPU limit',
    autoShutdown: true,
    ...WIRE,
    httpErrReason: 'AppShutdown',
    possibleByDefault: false,
    pattern:
      'Every request to the pool fails from one moment on; answers become slow before. Needs a CPU limit with the action KillW3wp: as installed there is no limit.',
    recovery:
      'Probably by itself near the end of the reset interval (five minutes as installed), or by an administrator.',
    settledBy: ['HTTPERR lines with reason AppShutdown', 'WAS event 5025 in the System log'],
    sources: [SOURCES.iisPoolResponses, SOURCES.httpErrorLog, SOURCES.iisFailureElement],
  },
  {
    id: 'pool-disabled',
    title: 'Somebody stopped the pool or the WWW service',
    autoShutdown: false,
    ...WIRE,
    httpErrReason: 'Disabled',
    possibleByDefault: true,
    pattern:
      'Every request to the pool fails from one moment on, without crashes before. A stopped site is something else: since Windows 2008 it gives 404, and with the WWW service stopped the port probably refuses.',
    recovery: 'When somebody starts the pool again, often at a round time.',
    settledBy: [
      'HTTPERR lines with reason Disabled',
      'The state of the pool: appcmd list apppool',
      'The service or audit log of the server',
    ],
    sources: [SOURCES.iisPoolResponses, SOURCES.httpErrorLog],
  },
  {
    id: 'queue-full',
    title: 'The request queue of the pool has no room left',
    autoShutdown: false,
    ...WIRE,
    httpErrReason: 'QueueFull',
    possibleByDefault: true,
    pattern:
      'Only part of the requests fails, mixed with good but slow answers, while many requests are outstanding. As installed a queue takes 1000 requests. Health checks alone cannot show it.',
    recovery: 'By itself as the load goes down: the condition is temporary.',
    settledBy: ['HTTPERR lines with reason QueueFull, often with Timer_ReqQueue or AppPoolTimer'],
    sources: [SOURCES.iisPoolResponses, SOURCES.httpErrorLog],
  },
];

/** What settles which of the four it was, in the order in which to ask. */
export const SETTLES_CONDITION: readonly string[] = [
  'The HTTPERR log of the server (%SystemRoot%\\System32\\LogFiles\\HTTPERR, times in UTC): the line with the same client address and port, and its reason. The W3C log of IIS does not have these requests.',
  'The System event log of the server: WAS 5002 (rapid-fail protection) or 5025 (CPU limit).',
  'The state of the pool on the server: appcmd list apppool.',
];

/** The conditions in one line, for the middle of a sentence. */
export const POOL_CONDITION_LIST = POOL_CONDITIONS.map(
  ({ title }) => title.charAt(0).toLowerCase() + title.slice(1),
).join('; ');
