import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { COMPARTMENTS, MORPHOLOGIES, REGIONS } from '../core/index.ts';
import { ancestors, compiledKnowledge, descendants, findTerm, loadKnowledge, readKnowledge } from './index.ts';

const knowledge = loadKnowledge();

describe('the compiled knowledge', () => {
  it('is what knowledge/ says today', () => {
    execFileSync(process.execPath, ['scripts/build-knowledge.mjs', '--check']);
  });
  it('is sound', () => {
    expect(readKnowledge(compiledKnowledge()).issues).toEqual([]);
  });
  it('holds every word of the contract', () => {
    for (const each of COMPARTMENTS) expect(knowledge.terms.has(`compartment-${each}`), each).toBe(true);
    for (const each of MORPHOLOGIES) expect(knowledge.terms.has(`morph-${each}`), each).toBe(true);
    for (const each of REGIONS) expect(knowledge.terms.has(`site-${each}`), each).toBe(true);
    for (const each of ['localized', 'regional', 'widespread', 'circumscripta', 'universalis', 'tumoral'])
      expect(knowledge.terms.has(`dist-${each}`), each).toBe(true);
  });
  it('refuses an entry that is wrong, saying where', () => {
    const raw = compiledKnowledge();
    const broken = readKnowledge({ ...raw, background: [{ finding: 'site-hand', p: 1.5, weight: 1, basis: 'seen' }] });
    expect(broken.value).toBeNull();
    expect(broken.issues[0]!.where).toContain('p');
    const circle = readKnowledge({
      ...raw,
      terms: [...raw.terms, { id: 'hx-a', label: 'A', parents: ['hx-b'] }, { id: 'hx-b', label: 'B', parents: ['hx-a'] }],
    });
    expect(circle.issues.map((each) => each.code)).toContain('knowledge-circle');
  });
});

describe('a name', () => {
  it.each([
    ['raynaud', 'hx-raynaud'],
    ['sclerodactyly', 'ex-sclerodactyly'],
    ['digital-ulcer', 'ex-digital-ulcer'],
    ['Raynaud phenomenon', 'hx-raynaud'],
    ["Raynaud's", 'hx-raynaud'],
    ['HP:0030880', 'hx-raynaud'],
    ['loinc:17861-6', 'calcium'],
    ['hyperphosphatemia', 'lab-phosphate-high'],
    ['morph-nodular', 'morph-nodular'],
    ['warfarin', 'drug-warfarin'],
    ['calcium gluconate infusion', 'proc-calcium-infusion'],
    ['skin', 'compartment-skin'],
    ['subcutis', 'compartment-subcutaneous'],
    ['trauma', 'hx-local-trauma'],
    ['anti-centromere', 'anti-centromere'],
  ])('%s is %s', (name, id) => {
    const categories = id.includes('-') && id !== 'anti-centromere' ? undefined : (['test'] as const);
    expect(findTerm(knowledge, name, categories).exact?.id).toBe(id);
  });
  it('that is not known is answered with the nearest', () => {
    const { exact, nearest } = findTerm(knowledge, 'sclerodactily');
    expect(exact).toBeNull();
    expect(nearest[0]!.id).toBe('ex-sclerodactyly');
    expect(findTerm(knowledge, 'zzzzzzzzzzzz').nearest).toEqual([]);
  });
});

describe('the hierarchy', () => {
  it('leads from the fingertip to the limb and back', () => {
    expect(ancestors(knowledge, 'site-fingertip')).toEqual(['site-finger', 'site-hand', 'site-upper-extremity', 'site-extremities']);
    expect(descendants(knowledge, 'site-hand')).toContain('site-fingertip');
  });
});

describe('the references', () => {
  it('have an identifier each, or say why there is none', () => {
    for (const { id, doi, pmid, pmcid, noId } of loadKnowledge().references.values()) {
      expect(Boolean(doi ?? pmid ?? pmcid), id).toBe(noId === null);
      if (doi) expect(doi, id).toMatch(/^10\.\d{4,9}\/\S+$/);
      if (pmid) expect(pmid, id).toMatch(/^\d{5,8}$/);
    }
  });
});
