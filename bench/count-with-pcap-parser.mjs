/**
 * Counts the packets of a classic pcap file with the npm package `pcap-parser`, and does nothing else:
 * `node bench/count-with-pcap-parser.mjs FILE`.
 */
import pcapParser from 'pcap-parser';

const parser = pcapParser.parse(process.argv[2]);
let frames = 0;
parser.on('packet', () => {
  frames += 1;
});
parser.on('error', (error) => {
  console.error(String(error));
  process.exitCode = 1;
});
parser.on('end', () => console.log(frames));
