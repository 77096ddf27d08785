// Writes the numbers of tables such as `FlowFlag` into the code that names them. V8 keeps a table that comes from another file
// as something to be looked up at every use, and throws a function's code away at the first use that it has not seen before.
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parseSync } from 'vite';

/** @typedef {{ readonly type: string, readonly start: number, readonly end: number, readonly [key: string]: any }} Node */

/** Members of the tables of numbers that a file exports, by name of the table. @type {Map<string, Map<string, Map<string, number>>>} */
const tablesOfFiles = new Map();

/** A plugin for Rolldown. */
export function inlineTables() {
  return {
    name: 'inline-tables',
    transform: {
      filter: { id: /[\\/]src[\\/].*\.ts$/ },
      /**
       * @param {string} code
       * @param {string} id path of the file
       */
      handler(code, id) {
        const { program } = parseSync(id, code);
        const tables = tablesIn(program, id);
        return tables.size === 0 ? null : replaced(code, program, tables);
      },
    },
  };
}

/** The tables that a file makes or imports, by the names that they have in it. */
function tablesIn(program, id) {
  const tables = new Map(tablesOf(id));
  for (const { type, source, specifiers } of program.body) {
    if (type !== 'ImportDeclaration' || !source.value.startsWith('.')) continue;
    const exported = tablesOf(resolve(dirname(id), source.value.replace(/\.js$/, '.ts')));
    for (const { imported, local } of specifiers) {
      const table = exported.get(imported?.name);
      if (table !== undefined) tables.set(local.name, table);
    }
  }
  return tables;
}

/** @param {string} path */
function tablesOf(path) {
  const known = tablesOfFiles.get(path);
  if (known !== undefined) return known;
  const tables = new Map();
  tablesOfFiles.set(path, tables);
  if (!path.endsWith('.ts')) return tables;
  const constants = new Map();
  for (const statement of parseSync(path, readFileSync(path, 'utf8')).program.body) {
    const declaration = statement.declaration ?? statement;
    if (declaration.type !== 'VariableDeclaration' || declaration.kind !== 'const') continue;
    for (const { id, init } of declaration.declarations) {
      const value = numberOf(init, constants);
      if (value !== null) constants.set(id.name, value);
      const table = tableOf(init, constants);
      if (table !== null && statement.type === 'ExportNamedDeclaration') tables.set(id.name, table);
    }
  }
  return tables;
}

/** The members of `{ A: 0, B: 1 << 3 } as const`; null for anything else. */
function tableOf(init, constants) {
  if (init?.type !== 'TSAsExpression' || init.expression.type !== 'ObjectExpression') return null;
  const members = new Map();
  for (const { type, computed, key, value } of init.expression.properties) {
    const number = type === 'Property' && !computed ? numberOf(value, constants) : null;
    if (number === null || key.type !== 'Identifier') return null;
    members.set(key.name, number);
  }
  return members;
}

const OPERATIONS = {
  '<<': (a, b) => a << b,
  '|': (a, b) => a | b,
  '+': (a, b) => a + b,
};

/** The number that an expression stands for, null when it is not known here. */
function numberOf(node, constants) {
  if (node?.type === 'Literal') return typeof node.value === 'number' ? node.value : null;
  if (node?.type === 'ParenthesizedExpression') return numberOf(node.expression, constants);
  if (node?.type === 'Identifier') return constants.get(node.name) ?? null;
  const operation = node?.type === 'BinaryExpression' ? OPERATIONS[node.operator] : undefined;
  if (operation === undefined) return null;
  const [left, right] = [numberOf(node.left, constants), numberOf(node.right, constants)];
  return left === null || right === null ? null : operation(left, right);
}

function replaced(code, program, tables) {
  const parts = [];
  let from = 0;
  for (const { start, end, number } of [...usesIn(program, tables)].sort((a, b) => a.start - b.start)) {
    parts.push(code.slice(from, start), number < 0 ? `(${number})` : String(number));
    from = end;
  }
  return from === 0 ? null : { code: parts.join('') + code.slice(from), map: null };
}

/** Every `Table.Member` below a node whose number is known. */
function* usesIn(node, tables) {
  if (node.type === 'MemberExpression' && !node.computed && node.object.type === 'Identifier') {
    const number = tables.get(node.object.name)?.get(node.property.name);
    if (number !== undefined) {
      yield { start: node.start, end: node.end, number };
      return;
    }
  }
  for (const child of Object.values(node).flat()) {
    if (typeof child?.type === 'string') yield* usesIn(child, tables);
  }
}
