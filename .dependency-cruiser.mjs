// The direction of imports: a folder imports only from folders above it in this list; siblings on one line do not know each other.
const STOREYS = [
  ['bytes'],
  ['capture'],
  ['decode'],
  ['tcp'],
  ['http', 'tls'],
  ['survey'],
  ['rules'],
  ['diagnosis'],
  ['closeup', 'filter'],
  ['view'],
  ['report', 'tui'],
  ['cli'],
];

const everyFolder = STOREYS.flat();

function upwardRule(storeyIndex, folder) {
  const allowed = [...STOREYS.slice(0, storeyIndex).flat(), folder];
  const forbidden = everyFolder.filter((name) => !allowed.includes(name));
  return {
    name: `${folder}-imports-only-from-above`,
    severity: 'error',
    from: { path: `^src/${folder}/` },
    to: { path: `^src/(${[...forbidden, 'index\\.ts'].join('|')})` },
  };
}

export default {
  forbidden: [
    ...STOREYS.flatMap((folders, index) => folders.map((folder) => upwardRule(index, folder))),
    { name: 'no-circle', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'files-are-touched-only-by-readers-and-writers',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(capture|cli)/' },
      to: { path: '^(node:)?(fs|fs/promises|child_process)$' },
    },
    {
      name: 'cap-only-in-the-capture-child',
      severity: 'error',
      from: { pathNot: '^src/capture/live/cap-child\\.ts$' },
      to: { path: '^node_modules/cap/' },
    },
    {
      name: 'pcap-parser-only-as-the-second-reader',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/capture/second-reader\\.ts$' },
      to: { path: '^node_modules/pcap-parser/' },
    },
    {
      name: 'ink-and-react-only-where-screens-are-drawn',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/tui/ink/' },
      to: { path: '^node_modules/(ink|react)/' },
    },
    {
      name: 'the-library-leaves-the-program-out',
      severity: 'error',
      from: { path: '^src/index\\.ts$' },
      to: { path: '^node_modules/(commander|pcap-parser|cap|ink|react)/', reachable: true },
    },
    {
      name: 'no-stranger-folder',
      severity: 'error',
      from: { path: '^src/(utils|helpers|common|types)/' },
      to: {},
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
  },
};
