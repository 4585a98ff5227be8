import * as compiled from '../compiled.generated.ts';
import type { Knowledge } from '../types.ts';
import { type RawKnowledge, readKnowledge } from './read.ts';

const parseAll = (lines: readonly string[]): unknown[] => lines.map((line) => JSON.parse(line) as unknown);

/** What `knowledge/` held when it was compiled, as parsed and not yet checked. */
export function compiledKnowledge(): RawKnowledge {
  const { edition } = JSON.parse(compiled.settings) as { edition: string };
  return {
    version: `${edition}+${compiled.contentHash}`,
    terms: parseAll(compiled.terms),
    tests: parseAll(compiled.tests),
    conditions: parseAll(compiled.conditions),
    diagnoses: parseAll(compiled.diagnoses),
    kinds: parseAll(compiled.kinds),
    references: parseAll(compiled.references),
    background: parseAll(compiled.background),
    exclusive: parseAll(compiled.exclusive),
  };
}

let loaded: Knowledge | null = null;

/**
 * The knowledge that ships with Calcimap; the same object at every call.
 * @throws Error when the compiled knowledge is not sound: a build fault, which a test holds off.
 */
export function loadKnowledge(): Knowledge {
  if (loaded) return loaded;
  const { value, issues } = readKnowledge(compiledKnowledge());
  if (value === null)
    throw new Error(`the compiled knowledge is not sound: ${issues.map((each) => `${each.code} at ${each.where}`).join('; ')}`);
  loaded = value;
  return value;
}
