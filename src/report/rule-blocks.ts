import type { Remedy, Source } from '../rules/rule.js';
import { ownText, say } from '../view/safe-text.js';
import type { KnownRule } from './context.js';
import { type Block, heading, list, paragraph } from './document.js';

/**
 * What is known of a rule, apart from any capture.
 * @param told titles of the remedies that were already given in full; those of this rule are added
 */
export function ruleKnowledge(rule: KnownRule, told: Set<string> = new Set()): Block[] {
  const again = rule.remedies.filter(({ title }) => told.has(title));
  const fresh = rule.remedies.filter(({ title }) => !told.has(title));
  for (const { title } of fresh) told.add(title);
  return [
    heading(4, ownText('What it means')),
    paragraph(ownText(rule.explains)),
    ...titled('What else looks like this', rule.alsoLooksLike),
    ...titled('What would settle it', rule.toConfirm),
    ...fresh.flatMap(remedyBlocks),
    ...titled(
      'Remedies described above',
      again.map(({ title }) => title),
    ),
    ...(rule.sources.length === 0 ? [] : [heading(4, ownText('Sources')), citations(rule.sources)]),
  ];
}

/** Documents, each once. */
export function citations(sources: readonly Source[]): Block {
  const unique = [...new Map(sources.map((source) => [source.title, source])).values()];
  const items = unique.map(({ title, url }) => ({
    title: ownText(title),
    url: url === undefined ? null : ownText(url),
  }));
  return { kind: 'citations', items };
}

function titled(title: string, items: readonly string[]): Block[] {
  return items.length === 0 ? [] : [heading(4, ownText(title)), ...list(items.map(ownText))];
}

/** What can be done: steps, what to look out for, and who says so. */
function remedyBlocks({ title, steps, warning, source }: Remedy): Block[] {
  return [
    heading(4, say`Remedy: ${ownText(title)}`),
    ...list(steps.map(ownText), 'steps'),
    ...(warning === undefined ? [] : [paragraph(say`Take care: ${ownText(warning)}`)]),
    paragraph(say`Source: ${ownText(source.title)}`),
  ];
}
