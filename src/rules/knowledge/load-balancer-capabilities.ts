/**
 * The setting of an application pool that decides whether HTTP.sys answers 503 or resets when the pool is unavailable.
 */
import type { Remedy, Source } from '../rule.js';
import { SOURCES } from './sources.js';

/** One value of `LoadBalancerCapabilities`. */
export interface LoadBalancerCapability {
  readonly value: 1 | 2;
  /** Name of the value since IIS 7. */
  readonly name: 'TcpLevel' | 'HttpLevel';
  /** What a client of an unavailable pool gets. */
  readonly response: 'reset' | '503';
  readonly isDefault: boolean;
  /** Kind of balancer that it is meant for. */
  readonly meantFor: string;
  readonly source: Source;
}

/** Both values. */
export const LOAD_BALANCER_CAPABILITIES: readonly LoadBalancerCapability[] = [
  {
    value: 1,
    name: 'TcpLevel',
    response: 'reset',
    isDefault: false,
    meantFor: 'balancers of layer 3 and 4, which do not look at HTTP',
    source: SOURCES.iisPoolResponses,
  },
  {
    value: 2,
    name: 'HttpLevel',
    response: '503',
    isDefault: true,
    meantFor: 'balancers of layer 7, which understand a 503',
    source: SOURCES.iisPoolResponses,
  },
];

/** How the setting is reached in one generation of IIS. */
export interface CapabilityAccess {
  readonly versions: string;
  /** Full name of the property or attribute. */
  readonly property: string;
  readonly view: string;
  /** Command that sets value 1; put 2 or `HttpLevel` for the other. */
  readonly set: string;
  /** The commands follow from sibling commands of the source and probably work as written. */
  readonly isProbable: boolean;
  readonly source: Source;
}

/** IIS 6, and IIS 7 and later. */
export const CAPABILITY_ACCESS: readonly CapabilityAccess[] = [
  {
    versions: 'IIS 6.0',
    property: 'LoadBalancerCapabilities (metabase id 9034) at W3SVC/AppPools or W3SVC/AppPools/<name>',
    view: 'cscript adsutil.vbs get w3svc/apppools/loadbalancercapabilities',
    set: 'cscript adsutil.vbs set w3svc/apppools/loadbalancercapabilities 1',
    isProbable: false,
    source: SOURCES.iis7Tip6,
  },
  {
    versions: 'IIS 7.0 and later',
    property: 'system.applicationHost/applicationPools/add/failure@loadBalancerCapabilities',
    view: 'appcmd list apppool "POOL" /text:failure.loadBalancerCapabilities',
    set: 'appcmd set config -section:system.applicationHost/applicationPools "/[name=\'POOL\'].failure.loadBalancerCapabilities:TcpLevel" /commit:apphost',
    isProbable: true,
    source: SOURCES.iisFailureElement,
  },
];

/** Before the metabase of IIS 6 is changed. */
export const METABASE_WARNING =
  'IIS 6: make a backup of the metabase before changing it. The property is inherited, so set it at the pool that is meant.';

const [iis6, iis7] = CAPABILITY_ACCESS as readonly [CapabilityAccess, CapabilityAccess];

/** For a balancer that does not look at HTTP and keeps sending to a server that answers 503. */
export const SET_TCP_LEVEL: Remedy = {
  title: 'Balancer of layer 3 or 4: let the pool reset in place of answering 503',
  steps: [
    `IIS 7 and later: pool > Advanced Settings > Rapid-Fail Protection > "Service Unavailable" Response Type = TcpLevel, or probably: ${iis7.set}`,
    `IIS 6: ${iis6.set}`,
    'Align all servers behind the same virtual service, so that they fail in the same way.',
  ],
  warning: `${METABASE_WARNING} A health check by HTTP makes the change unnecessary.`,
  source: SOURCES.iisFailureElement,
};

/** For a balancer that looks at HTTP and takes resets for network trouble. */
export const SET_HTTP_LEVEL: Remedy = {
  title: 'Balancer of layer 7: let the pool answer 503 in place of resetting',
  steps: [
    `See what is set. IIS 7 and later, probably: ${iis7.view}; IIS 6: ${iis6.view}`,
    'Where it is TcpLevel (1) and the balancer understands HTTP, set HttpLevel (2), which is the default.',
  ],
  warning: METABASE_WARNING,
  source: SOURCES.iisFailureElement,
};
