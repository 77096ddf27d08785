/** Lists of interfaces as `dumpcap -D -M`, `tcpdump -D` and our program around `cap` print them. */

/** What a program says of an interface; null where it does not say. */
export interface ListedInterface {
  readonly name: string;
  readonly description: string | null;
  readonly addresses: readonly string[];
  readonly isUp: boolean | null;
  readonly isLoopback: boolean;
}

/** `1.eth0 (words) [Up, Running, Loopback, Connected]`; before libpcap 1.10 without the states. */
const TCPDUMP_LINE = /^\d+\.(\S+)(?: \((.*)\))?(?: \[([^\]]*)\])?$/;

/** States that say nothing of a link. */
const NO_LINK: ReadonlySet<string> = new Set(['none', 'Wireless']);

/**
 * Lines of tabulators: `1. name`, vendor's name, friendly name, type, addresses by commas, `loopback` or `network`, extcap.
 * Source: Wireshark 4.0, capture_interface_list in capture/capture_ifinfo.c
 */
export function dumpcapInterfaces(text: string): ListedInterface[] {
  return text.split(/\r?\n/).flatMap((line) => {
    const [numbered = '', vendor, friendly, , addresses = '', kind] = line.split('\t');
    const name = /^\d+\. (.+)$/.exec(numbered)?.[1];
    if (name === undefined) return [];
    const description = [friendly, vendor].find((it) => it !== undefined && it !== '') ?? null;
    return [
      {
        name,
        description,
        addresses: addresses.split(',').filter((it) => it !== ''),
        isUp: null,
        isLoopback: kind === 'loopback',
      },
    ];
  });
}

/** The list of `tcpdump -D`. */
export function tcpdumpInterfaces(text: string): ListedInterface[] {
  return text.split(/\r?\n/).flatMap((line) => {
    const [, name, description, states] = TCPDUMP_LINE.exec(line) ?? [];
    if (name === undefined) return [];
    const known = states?.split(', ') ?? null;
    // Pseudo-devices such as nflog and bluetooth-monitor have no link that could be up.
    const isUp = known === null || known.every((it) => NO_LINK.has(it)) ? null : known.includes('Up');
    return [
      {
        name,
        description: description ?? null,
        addresses: [],
        isUp,
        isLoopback: known?.includes('Loopback') ?? false,
      },
    ];
  });
}

/** The list of the program around `cap`, in JSON; no text is an empty list. */
export function capInterfaces(text: string): ListedInterface[] {
  return text === '' ? [] : (JSON.parse(text) as ListedInterface[]);
}
