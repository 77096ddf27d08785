import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { expect, test } from 'vitest';
import { CaptureError } from '../../src/capture/capture-error.js';
import { FlowFacts } from '../../src/survey/flow-facts.js';
import { FlowShapes } from '../../src/survey/flow-shapes.js';
import type { Survey } from '../../src/survey/survey.js';
import { corpusFolder, filesBelow } from '../capture/corpus-folder.js';
import { surveyOfFile } from './survey-of-file.js';

const OWN = fileURLToPath(new URL('../../captures/', import.meta.url));
const CORPUS = `${corpusFolder ?? ''}/captures`;

/** Every getter of a flow's facts. */
const FACTS = Object.entries(Object.getOwnPropertyDescriptors(FlowFacts.prototype))
  .filter(([, property]) => property.get !== undefined)
  .map(([name]) => name as keyof FlowFacts);

function nullWhereUnreadable(error: unknown): null {
  if (error instanceof CaptureError) return null;
  throw error;
}

/** Facts that were read without a look into the flow and differ from those of another flow of the shape; and how many were read so. */
function differences(survey: Survey, shapes: FlowShapes, known: Map<string, unknown>) {
  const facts = new FlowFacts(survey);
  const differing: string[] = [];
  let compared = 0;
  for (let flow = 0; flow < survey.flows.length; flow++) {
    const shape = facts.at(flow).shapeIn(shapes);
    for (const name of FACTS) {
      facts.wasLookedInto = false;
      const value = facts[name];
      if (facts.wasLookedInto) continue;
      const key = `${shape} ${name}`;
      if (!known.has(key)) known.set(key, value);
      else if (!isDeepStrictEqual(known.get(key), value)) differing.push(`${name} of flow ${flow}`);
      compared++;
    }
  }
  return { differing, compared };
}

test('what is read of a flow without looking into it is the same in all flows of its shape', async () => {
  const shapes = new FlowShapes();
  const known = new Map<string, unknown>();
  const own = readdirSync(OWN).filter((name) => /\.pcap(ng)?$/.test(name));
  const others = corpusFolder === null ? [] : filesBelow(CORPUS, /./);
  let compared = 0;
  for (const path of [...own.map((name) => OWN + name), ...others.map((name) => `${CORPUS}/${name}`)]) {
    const survey = await surveyOfFile(path).catch(nullWhereUnreadable);
    if (survey === null) continue;
    const found = differences(survey, shapes, known);
    expect(found.differing, path).toEqual([]);
    compared += found.compared;
  }
  expect(compared).toBeGreaterThan(1000);
});

test('flows in which a closing differs have different shapes', async () => {
  const shapes = new FlowShapes();
  const survey = await surveyOfFile(`${OWN}iis7-health-check.pcap`);
  const facts = new FlowFacts(survey);
  const shapesOfEnds = new Map<string, Set<number>>();
  for (let flow = 0; flow < survey.flows.length; flow++) {
    const end = facts.at(flow).teardown;
    shapesOfEnds.set(end, (shapesOfEnds.get(end) ?? new Set()).add(facts.shapeIn(shapes)));
  }
  const all = [...shapesOfEnds.values()].flatMap((set) => [...set]);
  expect(shapesOfEnds.size).toBeGreaterThan(1);
  expect(new Set(all).size).toBe(all.length);
});
