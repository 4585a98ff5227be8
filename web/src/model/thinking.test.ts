import { describe, expect, it } from 'vitest';
import { loadKnowledge } from '../../../src/knowledge/index.ts';
import { buildAnalysis } from '../../../src/report/index.ts';
import { sampleParts } from '../../../test/fixtures/analysis-parts.ts';
import { FORMS } from '../parts/drawings.tsx';
import { compare } from '../thinking/catalog.ts';
import { read } from '../thinking/read.ts';
import { changed, standing, stepsTo } from '../thinking/what-if.ts';
import { BODY, nextSite } from './body.ts';
import { entryFrom, reduceCase, startCase } from './casework.ts';
import { studyImpression, studyText } from './dictation.ts';
import { addItem, caseFileText, cycleItem, EMPTY_ENTRY, setItemState, stateOf } from './entry.ts';
import { hashOf, parseRoute, type Route } from './route.ts';
import { scoreFrom, scoreWords, withPlayed } from './score.ts';
import { convertShown, shortNumber, unitsFor } from './units.ts';

const knowledge = loadKnowledge();
const question = {
  findings: [
    { finding: 'hx-raynaud', state: 'present', probability: 1, from: 'clinical' },
    { finding: 'site-fingertip', state: 'present', probability: 1, from: 'clinical' },
  ],
  conditions: [],
  ageYears: 54,
  sex: 'female',
  setting: 'referral',
} as const;

describe('routes', () => {
  it.each<Route>([
    { page: 'home' },
    { page: 'report', of: 'case' },
    { page: 'quiz', id: 'a003' },
    { page: 'knowledge', id: null },
    { page: 'knowledge', id: 'ssc limited/x' },
    { page: 'compare', first: 'a', second: 'b' },
    { page: 'compare', first: null, second: null },
  ])('come back from the address as they went: %j', (route) => expect(parseRoute(hashOf(route))).toEqual(route));
  it('lead home when they are not known or broken', () => {
    for (const hash of ['', '#/nowhere', '#/%E0%A4%A']) expect(parseRoute(hash)).toEqual({ page: 'home' });
    expect(parseRoute('#/quiz/%E0%A4%A')).toEqual({ page: 'library' });
  });
});

describe('body map', () => {
  it('names only sites of the vocabulary', () => {
    for (const site of [...BODY.front, ...BODY.back]) expect(knowledge.terms.has(site.id), site.id).toBe(true);
  });
  it('has the patient’s right on the viewer’s left from the front, and the other way round from behind', () => {
    for (const [view, leftOfScreen] of [
      ['front', 'right'],
      ['back', 'left'],
    ] as const)
      for (const { id, centre } of BODY[view]) {
        const side = /-(left|right)$/.exec(id)?.[1];
        if (side) expect(centre[0] < 100, id).toBe(side === leftOfScreen);
      }
  });
  it('is walked by arrows, every site within reach', () => {
    for (const sites of [BODY.front, BODY.back]) {
      const reached = new Set([sites[0]]);
      for (const site of reached)
        for (const key of ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight']) {
          const next = nextSite(sites, site, key);
          if (next) reached.add(next);
        }
      expect(reached.size).toBe(sites.length);
    }
  });
  it('draws the thirteen forms of the contract', () => {
    expect(FORMS.map((each) => each.id.replace('morph-', '')).sort()).toEqual(
      'cloud-like eggshell fluid-level linear lobulated nodular punctate reticular ring ring-and-arc sheet tram-track zonal'.split(' '),
    );
    for (const each of FORMS) expect(knowledge.terms.has(each.id)).toBe(true);
  });
});

describe('entry', () => {
  const elbow = { id: 'site-elbow-left', label: 'Left elbow', kind: 'finding' } as const;
  it('goes from not known to present to absent and back', () => {
    const once = cycleItem(EMPTY_ENTRY, elbow);
    const twice = cycleItem(once, elbow);
    expect([once, twice, cycleItem(twice, elbow)].map((each) => stateOf(each, elbow.id))).toEqual(['present', 'absent', 'unknown']);
  });
  it('writes what is possible as a probability, and what is not known not at all', () => {
    const possible = addItem(EMPTY_ENTRY, { ...elbow, state: 'present', probability: 0.6 });
    expect(JSON.parse(caseFileText(possible))).toEqual({ findings: [{ finding: elbow.id, probability: 0.6 }] });
    expect(JSON.parse(caseFileText(setItemState(possible, elbow.id, 'unknown')))).toEqual({});
    expect(JSON.parse(caseFileText(setItemState(possible, elbow.id, 'present')))).toEqual({
      findings: [{ finding: elbow.id, state: 'present' }],
    });
  });
  it('is taken up from storage only when it is one', () => {
    const entry = addItem(EMPTY_ENTRY, { ...elbow, state: 'present' });
    expect(entryFrom(JSON.stringify(entry))).toEqual(entry);
    for (const broken of [null, '', '{', '[]', '{"items":3}']) expect(entryFrom(broken)).toEqual(EMPTY_ENTRY);
  });
  it('can be cleared and brought back', () => {
    const entry = addItem(EMPTY_ENTRY, { ...elbow, state: 'present' });
    const cleared = reduceCase(startCase(entry, false), { kind: 'clear', hidden: false });
    expect(cleared.history.present).toEqual(EMPTY_ENTRY);
    expect(reduceCase(cleared, { kind: 'undo' }).history.present).toEqual(entry);
  });
});

describe('units', () => {
  it('converts what is shown both ways', () => {
    expect(shortNumber(convertShown(9.2, { from: 'mg/dL', to: 'mmol/L', molarMass: 40.078 })!)).toBe('2.3');
    expect(shortNumber(convertShown(2.3, { from: 'mmol/L', to: 'mg/dL', molarMass: 40.078 })!)).toBe('9.22');
    expect(convertShown(40, { from: 'g/L', to: 'g/dL' })).toBeCloseTo(4, 9);
    expect(convertShown(1, { from: 'mmol/L', to: 'mg/dL' })).toBeNull();
    expect(convertShown(1, { from: 'U/L', to: 'mg/dL', molarMass: 1 })).toBeNull();
  });
  it('knows a way between every two units it offers', () => {
    for (const { id, unit, molarMass } of knowledge.tests.values()) {
      if (!unit) continue;
      const units = unitsFor({ unit, substance: molarMass !== null });
      for (const to of units)
        expect(convertShown(1, { from: unit, to, molarMass: molarMass ?? undefined }), `${id} ${unit} ${to}`).not.toBeNull();
    }
  });
});

describe('what if', () => {
  it('takes the place of a fact and leaves the question as it was', () => {
    const before = JSON.stringify(question);
    const without = changed(question, { 'site-fingertip': 'absent' }, knowledge);
    expect(without.findings.find((each) => each.finding === 'site-fingertip')?.probability).toBe(0);
    expect(changed(question, { 'site-fingertip': 'unknown' }, knowledge).findings).toHaveLength(1);
    expect(JSON.stringify(question)).toBe(before);
    expect(standing(without, knowledge).causes[0].probability).not.toBe(standing(question, knowledge).causes[0].probability);
  });
  it('takes away what cannot hold at the same time', () => {
    const normal = changed(question, { 'lab-calcium-normal': 'present' }, knowledge);
    const high = changed(normal, { 'lab-calcium-high': 'present' }, knowledge);
    expect(high.findings.map((each) => each.finding)).not.toContain('lab-calcium-normal');
  });
  it('goes step by step to where the ranking has it', () => {
    const [first] = standing(question, knowledge).causes;
    const steps = stepsTo(question, { diagnosis: first.diagnosis, order: ['site-fingertip', 'hx-raynaud'] }, knowledge);
    expect(steps.map((each) => each.fact)).toEqual([null, 'site-fingertip', 'hx-raynaud']);
    expect(steps[2].probability).toBeCloseTo(first.probability, 9);
    expect(steps[0].log10Odds + steps[1].change + steps[2].change).toBeCloseTo(steps[2].log10Odds, 9);
  });
});

describe('comparing', () => {
  it('sorts by what one look tells, and gives the background where a cause is silent', () => {
    const found = compare(['ssc-limited', 'ssc-diffuse'], knowledge)!;
    const bits = found.rows.map((each) => each.bits);
    expect(bits).toEqual([...bits].sort((a, b) => b - a));
    expect(Math.min(...bits)).toBeGreaterThanOrEqual(0);
    for (const row of found.rows)
      for (const side of row.sides)
        for (const key of side.evidence?.sources ?? []) if (knowledge.references.has(key)) expect(found.references[key]).toBeDefined();
    expect(compare(['ssc-limited', 'none-such'], knowledge)).toBeNull();
  });
});

describe('reading', () => {
  it('offers what a letter says with its words, and nothing of relatives', async () => {
    const found = await read(
      { name: 'letter', text: 'No trauma. Possible digital ulcers. Mother had gout. Calcium 9.2 mg/dL.' },
      knowledge,
    );
    expect(found.items.map((each) => [each.id, each.state, each.probability])).toEqual([
      ['hx-local-trauma', 'absent', undefined],
      ['ex-digital-ulcer', 'present', 0.6],
    ]);
    expect(found.labs[0]).toMatchObject({ test: 'calcium', value: '9.2', unit: 'mg/dL', words: 'Calcium 9.2 mg/dL' });
    expect(found.text?.slice(...found.items[0].span!)).toBe('trauma');
  });
  it('leaves out of a case file what its results say again', async () => {
    const found = await read(
      { name: 'case.yaml', text: 'findings: [raynaud]\nlabs:\n  - { test: calcium, value: 2.9, unit: mmol/L }\n' },
      knowledge,
    );
    expect(found.items.map((each) => each.id)).toEqual(['hx-raynaud']);
    expect(found.labs).toHaveLength(1);
  });
});

describe('score and text', () => {
  it('counts the first answer to a case', () => {
    const once = withPlayed({}, 'a003', { cause: false, mechanism: true });
    expect(withPlayed(once, 'a003', { cause: true, mechanism: true })).toBe(once);
    expect(scoreWords(once)).toBe('1 played: cause right in 0, mechanism right in 1.');
    expect(scoreFrom(JSON.stringify(once))).toEqual(once);
    expect(scoreFrom('{"x":1}')).toEqual({});
  });
  it('says a study in plain text, with the label and who accepted it', () => {
    const analysis = buildAnalysis(sampleParts());
    const impression = studyImpression(analysis);
    const text = studyText(analysis, { impression, reader: null, signedAt: null });
    expect(text).toMatch(/^CLINICAL INFORMATION/);
    expect(text).toContain('IMPRESSION\n');
    expect(text).toContain('Not accepted by a reader.');
    expect(text).toContain('not a medical device');
  });
});
