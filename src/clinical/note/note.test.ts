import { describe, expect, it } from 'vitest';
import { loadKnowledge } from '../../knowledge/index.ts';
import { readClinical } from '../read/index.ts';
import { CONCLUDED } from './extent.ts';
import { readNote } from './note.ts';

const knowledge = loadKnowledge();
const of = (text: string): ReturnType<typeof readNote>['extractions'] => readNote(text, knowledge).extractions;

describe('reading a note', () => {
  it('gives each extraction its exact words and place', () => {
    const text =
      'Dear colleague,\n\nthis 54-year-old woman has had Raynaud phenomenon for ten years.\nThere is no sclerodactyly. Calcified nodules lie in the left thigh.';
    for (const each of of(text)) expect(text.slice(each.span[0], each.span[1])).toBe(each.words);
    const byId = new Map(of(text).map((each) => [each.id ?? each.kind, each]));
    expect(byId.get('hx-raynaud')).toMatchObject({ state: 'present', words: 'Raynaud phenomenon' });
    expect(byId.get('ex-sclerodactyly')).toMatchObject({ state: 'absent', cue: 'no' });
    expect([...byId.keys()].some((id) => id.startsWith('site-thigh'))).toBe(true);
    expect(of(text).find((each) => each.id?.startsWith('site-thigh'))?.side).toBe('left');
    expect(byId.get('duration')?.value).toMatchObject({ number: 10, unit: 'year' });
    expect(readNote(text, knowledge).patient).toEqual({ ageYears: 54, sex: 'female' });
  });

  it('heeds headings: family, allergies, plan, question', () => {
    const text =
      'Indication: sarcoidosis?\nFamily history: lupus.\nAllergies: methotrexate.\nExamination: telangiectasia.\nPlan: start prednisolone.';
    const states = new Map(of(text).map((each) => [each.id, [each.state, each.subject]]));
    expect(states.get('sarcoidosis')).toEqual(['uncertain', 'patient']);
    expect(states.get('systemic-lupus-erythematosus')).toEqual(['present', 'family']);
    expect(states.get('drug-immunosuppressant')).toEqual(['uncertain', 'patient']);
    expect(states.get('ex-telangiectasia')).toEqual(['present', 'patient']);
    expect(states.get('drug-corticosteroid')).toEqual(['uncertain', 'patient']);
  });

  it('lists what it did not understand about calcification', () => {
    const { extractions, issues } = readNote('The calcification looks odd. No calcification otherwise.', knowledge);
    expect(extractions.filter((each) => each.kind === 'not-understood').map((each) => each.words)).toEqual([
      'The calcification looks odd.',
      'No calcification otherwise.',
    ]);
    expect(issues.map((each) => each.code)).toEqual(['note-not-understood', 'note-not-understood']);
  });

  it('reads a print-out line by line', async () => {
    const text =
      'Calcium        2.91 mmol/L   (2.15-2.55)  H\nPhosphate      0.71 mmol/L\nPTH            14.2 pmol/L   (1.6-6.9)\nMg 0.8 mmol/L\nAlbumin 41 g/L\n';
    const { facts } = await readClinical([{ name: 'print.txt', text }], knowledge);
    expect(facts?.labs.map((each) => [each.test, each.value, each.grade])).toEqual([
      ['calcium', 2.91, 'high'],
      ['phosphate', 0.71, 'low'],
      ['pth', 14.2, 'high'],
      ['magnesium', 0.8, 'normal'],
      ['albumin', 41, 'normal'],
    ]);
  });

  it('takes the age of the patient, not of a relative', () => {
    const boy = readNote('Family history: mother died aged 80.\n\nA 7-month-old boy.', knowledge).patient;
    expect(boy.sex).toBe('male');
    expect(boy.ageYears).toBeCloseTo(7 / 12, 9);
    expect(readNote('67M with gout.', knowledge).patient).toEqual({ ageYears: 67, sex: 'male' });
    expect(readNote('She is in her eighties.', knowledge).patient.ageYears).toBe(85);
    expect(readNote('No age is given.', knowledge).patient).toEqual({ ageYears: null, sex: null });
  });

  it('concludes extent softly and says so', () => {
    const extent = of('Calcified nodules in both thighs and the left forearm.').filter((each) => each.cue === CONCLUDED);
    expect(extent.map((each) => [each.id, each.state])).toEqual(
      expect.arrayContaining([
        ['dist-regional', 'uncertain'],
        ['dist-multiple', 'uncertain'],
        ['dist-bilateral-symmetric', 'uncertain'],
      ]),
    );
    expect(of('Widespread calcification of the thighs.').some((each) => each.cue === CONCLUDED && each.id === 'dist-localized')).toBe(
      false,
    );
  });

  it('keeps diagnoses named in a text out of the evidence', async () => {
    const { facts } = await readClinical(
      [{ name: 'letter.txt', text: 'Impression: tumoral calcinosis. Calcified mass of the hip.' }],
      knowledge,
    );
    expect(
      facts?.findings.some((each) => each.finding === 'dist-tumoral') || facts?.recorded?.some((each) => each.kind === 'diagnosis'),
    ).toBe(true);
    expect(facts?.conditions).toEqual([]);
  });

  it('leaves out what was rejected', async () => {
    const input = [{ name: 'letter.txt', text: 'She has Raynaud phenomenon and takes warfarin.' }];
    const first = await readClinical(input, knowledge);
    const key = first.facts!.extractions!.find((each) => each.id === 'hx-raynaud')!.key;
    const second = await readClinical(input, knowledge, { rejected: [key] });
    expect(second.facts?.findings.map((each) => each.finding)).toEqual(['drug-warfarin']);
    expect(first.facts?.findings).toHaveLength(2);
  });

  it('is deterministic', () => {
    const text = 'A 54-year-old woman with calcified nodules. Calcium 2.9 mmol/L.';
    expect(JSON.stringify(readNote(text, knowledge))).toBe(JSON.stringify(readNote(text, knowledge)));
  });
});
