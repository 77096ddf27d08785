import type { TimeBase } from '../bytes/time.js';
import { CaptureError } from './capture-error.js';
import { PcapngReader } from './pcapng.js';
import { sectionByteOrder, sectionVersion } from './pcapng-section.js';
import type { ReadWindow } from './read-window.js';

const SECTION_HEADER_BYTES = 28;

/**
 * Opens a pcapng of which the first octets are in the window.
 * Throws `CaptureError` 'bad-header' when the first section header is cut off or not of version 1.
 */
export async function openPcapng(window: ReadWindow, timeBase: TimeBase): Promise<PcapngReader> {
  await window.fillTo(SECTION_HEADER_BYTES);
  if (window.available < SECTION_HEADER_BYTES) {
    throw new CaptureError(
      'bad-header',
      `The file ends inside its first section header, after ${window.available} octets`,
      'Capture or copy the file again.',
    );
  }
  const littleEndian = sectionByteOrder(window.bytes, window.at) === true;
  const { major, minor } = sectionVersion(window.bytes, window.at, littleEndian);
  if (major !== 1) {
    throw new CaptureError(
      'bad-header',
      `The file says that it is pcapng version ${major}.${minor}; only version 1 is known`,
      'Convert it with the program that wrote it.',
    );
  }
  return new PcapngReader(window, timeBase);
}
