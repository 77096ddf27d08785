/** What a service shares with a screen, for tests that wait until it has become something. */
import type { ServiceHost } from '../../src/tui/capture-service.js';
import type { Shared } from '../../src/tui/shared.js';

export class WatchedShared {
  shared: Shared;
  /** For the service. */
  protected readonly host: ServiceHost = {
    emit: (changes) => {
      this.shared = { ...this.shared, ...changes };
      for (const look of this.waiting.splice(0)) look();
    },
    shared: () => this.shared,
  };
  private readonly waiting: (() => void)[] = [];

  constructor(first: Shared) {
    this.shared = first;
  }

  until(isSo: (shared: Shared) => boolean): Promise<void> {
    return new Promise((resolve) => {
      const look = () => {
        if (isSo(this.shared)) resolve();
        else this.waiting.push(look);
      };
      look();
    });
  }
}
