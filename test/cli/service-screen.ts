/** A screen that is none, on which a live capture from a pipe is shown. */
import { PassThrough } from 'node:stream';
import type { LiveOptions } from '../../src/cli/live-options.js';
import { LiveService, startingState } from '../../src/cli/live-service.js';
import type { Shared } from '../../src/tui/shared.js';
import { WatchedShared } from './watched-shared.js';

export const LIVE_OPTIONS: LiveOptions = {
  backend: 'auto',
  promiscuous: true,
  buffer: 64,
  record: true,
  keep: 'all',
  around: 5,
  tui: true,
  format: 'text',
};

/** A capture from a pipe, and what it made of what is shared. */
export class ServiceScreen<Service extends LiveService = LiveService> extends WatchedShared {
  readonly input = new PassThrough();
  readonly service: Service;

  constructor(
    program: URL,
    first: Shared,
    options: Partial<LiveOptions>,
    {
      interfaceName = '-',
      Service = LiveService as unknown as new (
        ...args: ConstructorParameters<typeof LiveService>
      ) => Service,
    } = {},
  ) {
    super({
      ...first,
      live: startingState('-', null),
      flows: { ...first.flows, flows: new Uint32Array(0), total: 0 },
    });
    const order = { interfaceName, options: { ...LIVE_OPTIONS, ...options }, environment: {} };
    this.service = new Service(order, this.host, {
      program,
      standardInput: this.input,
      dropPrivileges: () => {},
    });
  }

  get frames(): number {
    return this.shared.live?.gauges?.facts.analysed ?? 0;
  }
}
