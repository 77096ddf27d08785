import { expect, test } from 'vitest';
import { ClientTable, NO_CLIENT } from '../../src/diagnosis/client-table.js';
import { SeriesTable } from '../../src/diagnosis/series-table.js';

test('A client is the same at the same service only', () => {
  const clients = new ClientTable();
  const first = clients.of(1, 10);
  expect(clients.of(1, 11)).not.toBe(first);
  expect(clients.of(2, 10)).not.toBe(first);
  expect(clients.of(1, 10)).toBe(first);
  expect([clients.service(first), clients.address(first)]).toEqual([1, 10]);
  expect(clients.length).toBe(3);
});

test('A rule is new to a client once', () => {
  const clients = new ClientTable();
  const client = clients.of(1, 10);
  expect(clients.noteRule(client, 3)).toBe(true);
  expect(clients.noteRule(client, 3)).toBe(false);
  expect(clients.noteRule(client, 31)).toBe(true);
  expect(clients.noteRule(clients.of(2, 10), 3)).toBe(true);
});

test('Clients beyond the limit have no number, and their flows in series are counted as not kept', () => {
  const clients = new ClientTable(2);
  const facts = { firstTimeNs: 0, lastTimeNs: 0, cutBySnaplen: false };
  const series = new SeriesTable(clients, { at: () => facts });
  const known = clients.of(0, 1);
  clients.of(0, 2);
  expect(clients.of(0, 3)).toBe(NO_CLIENT);
  expect(clients.of(0, 1)).toBe(known);
  series.add(clients.of(0, 3), 'graceful', 7, null);
  series.add(known, 'graceful', 8, null);
  expect(series.notKept).toBe(1);
  expect(series.count(2 * known + 1)).toBe(1);
  expect(series.count(2 * known)).toBe(0);
});

test.each([
  ['ack', ['ack', 'ack', 'no-ack']],
  ['ack', ['ack', 'no-ack']],
  ['no-ack', ['no-ack', 'ack', 'no-ack']],
  ['sequence-differs', ['no-ack', 'ack', 'sequence-differs']],
  ['ack', ['sequence-differs', 'ack', 'ack', 'ack']],
] as const)('The form of most resets of a client is %s where they are %j', (expected, forms) => {
  const clients = new ClientTable();
  const client = clients.of(1, 10);
  const other = clients.of(1, 11);
  for (const form of forms) clients.noteForm(client, form);
  expect(clients.formOf(client, forms.length)).toBe(expected);
  expect(clients.formOf(other, 5)).toBe('ack');
});
