import { type Field, OPERATORS_OF } from '../filter/field.js';
import { wordsToType } from '../filter/words.js';
import { FILTER_SYNTAX } from '../view/filter-syntax.js';
import { join, ownText, type SafeText, say } from '../view/safe-text.js';
import { facts, heading, list, paragraph, table } from './document.js';
import { textOf } from './text.js';

/** All fields as a text. */
export function filterListText(fields: readonly Field[]): string {
  const rows = fields.map((field) => [namesText(field), ownText(field.example), ownText(field.doc)]);
  return textOf([
    heading(1, ownText('Filters: --filter EXPRESSION')),
    ...list(FILTER_SYNTAX.map(ownText)),
    heading(2, ownText('Fields')),
    ...table([ownText('Field'), ownText('Example'), ownText('Meaning')], rows),
  ]);
}

/** Everything about one field as a text. */
export function filterFieldText(field: Field): string {
  const { aliases, reader } = field;
  return textOf([
    heading(1, ownText(field.name)),
    paragraph(ownText(field.doc)),
    ...facts([
      ...(aliases.length === 0 ? [] : [row('Also', aliases.join(', '))]),
      row('Holds', field.type),
      row('Operators', OPERATORS_OF[field.type].join('  ')),
      ...(reader.of === 'word' ? [row('Values', wordsToType(reader.words).join(', '))] : []),
      row('Example', field.example),
    ]),
  ]);
}

function row(label: string, value: string): readonly [SafeText, SafeText] {
  return [ownText(label), ownText(value)];
}

function namesText({ name, aliases }: Field): SafeText {
  return aliases.length === 0 ? ownText(name) : say`${ownText(name)}, ${join(aliases.map(ownText), ', ')}`;
}
