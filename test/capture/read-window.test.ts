import { describe, expect, test } from 'vitest';
import { ReadWindow } from '../../src/capture/read-window.js';
import { octets } from './craft-capture.js';
import { MemorySource, PlacedMemorySource } from './read-all.js';

const contentOf = (window: ReadWindow) => Array.from(window.bytes.subarray(window.at, window.end));

describe('A read window', () => {
  test('moves what is not consumed to its front and keeps count of the offset', async () => {
    const window = new ReadWindow(new MemorySource(octets(20)), 8);
    await window.fill(1);
    expect(contentOf(window)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    window.at = 6;
    await window.fill(1);
    expect(contentOf(window)).toEqual([6, 7, 8, 9, 10, 11, 12, 13]);
    expect(window.offset).toBe(6);
    expect(window.at).toBe(0);
  });

  test('keeps its array until a record does not fit', async () => {
    const window = new ReadWindow(new MemorySource(octets(100)), 8);
    const { bytes } = window;
    await window.fill(8);
    window.at = 7;
    await window.fill(8);
    expect(window.bytes).toBe(bytes);
    await window.fill(9);
    expect(window.bytes).toHaveLength(16);
    expect(contentOf(window)).toEqual([7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22]);
  });

  test('fills to a length over as many reads as it takes, or to the end', async () => {
    const window = new ReadWindow(new MemorySource(octets(20), 3), 8);
    await window.fillTo(10);
    expect(window.available).toBeGreaterThanOrEqual(10);
    await window.fillTo(100);
    expect(window.available).toBe(20);
  });

  test('moves on to an offset in memory, and jumps to any other where the source can', async () => {
    const source = new PlacedMemorySource(octets(40));
    const window = new ReadWindow(source, 8);
    await window.fill(1);
    expect(window.moveTo(5)).toBe(true);
    expect(contentOf(window)).toEqual([5, 6, 7]);
    expect(window.moveTo(8)).toBe(true);
    expect(window.moveTo(9)).toBe(false);
    expect(window.moveTo(4)).toBe(false);
    expect(window.offset).toBe(8);
    window.jumpTo(30);
    expect(window.available).toBe(0);
    await window.fill(3);
    expect(contentOf(window)).toEqual([30, 31, 32, 33, 34, 35, 36, 37]);
    window.at = 6;
    await window.fill(3);
    expect(contentOf(window)).toEqual([36, 37, 38, 39]);
    expect(window.offset).toBe(36);
  });

  test('reads little where it jumped to, for the next jump may come at once', async () => {
    const source = new PlacedMemorySource(octets(100_000));
    const window = new ReadWindow(source, 50_000);
    window.jumpTo(10);
    await window.fill(1);
    expect(window.available).toBe(16_384);
    await window.fill(1);
    expect(window.available).toBe(50_000);
    window.jumpTo(10);
    await window.fill(20_000);
    expect(window.available).toBe(20_000);
  });

  test('says that the input has ended', async () => {
    const window = new ReadWindow(new MemorySource(octets(3)), 8);
    expect(await window.fill(1)).toBe(true);
    expect(await window.fill(4)).toBe(false);
    expect(contentOf(window)).toEqual([0, 1, 2]);
  });
});
