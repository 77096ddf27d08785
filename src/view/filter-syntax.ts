/** How a filter is written: what `tcpdx filter`, docs/filter.md and the help of the screen say. */
export const FILTER_SYNTAX: readonly string[] = [
  'A condition is a field, an operator and a value: status>=500. Conditions are joined by && (and), || (or), ! (not) and parentheses; && binds tighter than ||.',
  'A flow matches when any of its values does: status==503 asks for any response with 503. What says no asks all of them, as in Wireshark 4: status!=503 means that no response was 503, and that there was one; ip.addr!=192.0.2.80 that neither side is it. !== asks for any that differs, === for all equal.',
  'Each condition is asked for itself: ip.src==A && tcp.dstport==80 does not mean the same frame.',
  'A field alone asks whether the flow has it, or has more than none of it: retrans, status, tls. has:retrans is the same.',
  'finding:any is the same as finding==any, and so with other fields.',
  '~ contains, whatever the case; contains minds the case, and so does ==; matches is a regular expression, whatever the case, without back-references and looking around.',
  'Sets and ranges go with in: server.port in {80, 8080..8089}, t in 09:22..09:30. A range includes both ends.',
  'Durations need a unit: us, ms, s, m, h. Octets may have one: KB and MB are thousands, KiB and MiB 1,024s.',
  'Times are UTC. 09:30 stands for its whole minute, on any day; 2026-11-21 for the day.',
  'A word without a field is looked for in addresses and ports, methods, targets, hosts, other texts of HTTP, status codes, teardown class and ids of rules: /shop/cart, 192.0.2.80. Quotes make a text of anything: "status".',
  'Names of Wireshark mean what they mean there, asked of the frames of a flow: == and its like match when any of its frames would, != when all would. frame.number asks for the frames between the first and the last of a flow.',
];
