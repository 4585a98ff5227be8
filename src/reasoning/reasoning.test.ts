import { describe, expect, it } from 'vitest';
import type { Finding } from '../core/index.ts';
import { loadKnowledge } from '../knowledge/index.ts';
import { differential, explain, type Question, systematicPath } from './index.ts';

const knowledge = loadKnowledge();
/** `-id` = absent. */
const found = (ids: readonly string[]): Finding[] =>
  ids.map((id) =>
    id.startsWith('-')
      ? { finding: id.slice(1), state: 'absent', probability: 0.02, from: 'clinical' }
      : { finding: id, state: 'present', probability: 0.98, from: 'clinical' },
  );
const ask = (
  findings: readonly string[],
  more: Partial<Omit<Question, 'conditions'>> & { conditions?: readonly string[] } = {},
): Question => ({
  ageYears: more.ageYears ?? null,
  sex: more.sex ?? null,
  setting: more.setting ?? 'referral',
  findings: found(findings),
  conditions: (more.conditions ?? []).map((condition) => ({ condition, state: 'present' })),
});
const rankOf = (question: Question, diagnosis: string): number =>
  differential(knowledge, question).differential.findIndex((each) => each.diagnosis === diagnosis) + 1;

describe('the founding letter and what it leans on', () => {
  it('localised skin and subcutaneous calcification with normal calcium and phosphate is calcinosis circumscripta', () => {
    const question = ask(['dist-localized', 'compartment-skin', 'compartment-subcutaneous', 'lab-calcium-normal', 'lab-phosphate-normal']);
    const path = systematicPath(knowledge, question);
    expect(path.pattern).toBe('circumscripta');
    expect(path.mechanism).toBe('idiopathic');
    const { mechanism } = differential(knowledge, question);
    expect(mechanism.find((each) => each.mechanism === 'metastatic')!.probability).toBeLessThan(0.03);
    const bare = ask(
      [
        'dist-localized',
        'compartment-skin',
        'compartment-subcutaneous',
        'morph-nodular',
        'lab-calcium-normal',
        'lab-phosphate-normal',
        '-hx-connective-tissue-disease',
        '-hx-raynaud',
        '-hx-local-trauma',
        '-proc-injection-at-site',
        '-ex-mobile-superficial-nodule',
        'site-elbow',
      ],
      { ageYears: 25, sex: 'male' },
    );
    expect(rankOf(bare, 'idiopathic-calcinosis-circumscripta')).toBe(1);
  });
  it('Suleman & Ally 2012: diffuse in skin, fat, muscle and tendon in lupus is universalis, dystrophic, lupus first', () => {
    for (const question of [
      ask(['dist-widespread', 'compartment-skin', 'compartment-subcutaneous', 'compartment-muscle', 'compartment-tendon'], {
        conditions: ['systemic-lupus-erythematosus'],
        ageYears: 32,
        sex: 'female',
      }),
      ask(
        [
          'dist-universalis',
          'compartment-skin',
          'compartment-subcutaneous',
          'compartment-muscle',
          'compartment-tendon',
          'hx-known-lupus',
          'lab-calcium-normal',
          'lab-phosphate-normal',
        ],
        { sex: 'female' },
      ),
    ]) {
      expect(systematicPath(knowledge, question).pattern).toBe('universalis');
      const answer = differential(knowledge, question);
      expect(answer.differential[0]!.diagnosis).toBe('sle');
      expect(answer.mechanism[0]!.mechanism).toBe('dystrophic');
    }
  });
  it('Schwinger 1952: widespread sheets with normal chemistry and no connective tissue disease is calcinosis universalis', () => {
    const question = ask(
      [
        'dist-universalis',
        'compartment-skin',
        'compartment-subcutaneous',
        'compartment-muscle',
        'compartment-tendon',
        'morph-sheet',
        'lab-calcium-normal',
        'lab-phosphate-normal',
        '-hx-connective-tissue-disease',
        '-hx-raynaud',
        '-hx-proximal-weakness',
        '-ex-gottron-papules',
      ],
      { ageYears: 22 },
    );
    expect(systematicPath(knowledge, question).pattern).toBe('universalis');
    expect(rankOf(question, 'idiopathic-calcinosis-universalis')).toBe(1);
  });
  it('Nunley, calcinosis cutis: Raynaud, sclerodactyly, telangiectasia and nodules of the fingers is limited systemic sclerosis', () => {
    const question = ask(
      [
        'compartment-skin',
        'compartment-subcutaneous',
        'morph-nodular',
        'site-finger',
        'hx-raynaud',
        'ex-sclerodactyly',
        'ex-telangiectasia',
        'lab-calcium-normal',
        'lab-phosphate-normal',
      ],
      { ageYears: 55, sex: 'female' },
    );
    expect(rankOf(question, 'ssc-limited')).toBe(1);
    expect(differential(knowledge, question).mechanism[0]!.mechanism).toBe('dystrophic');
  });
  it('Nunley, calcinosis cutis: high phosphate on dialysis is metastatic', () => {
    const question = ask(
      ['compartment-skin', 'compartment-subcutaneous', 'compartment-periarticular', 'lab-phosphate-high', 'lab-pth-high', 'hx-dialysis'],
      { ageYears: 50 },
    );
    expect(differential(knowledge, question).mechanism[0]!.mechanism).toBe('metastatic');
  });
  it('Schanz 2011: calcification in a sclerotic plaque of localised scleroderma is morphoea, dystrophic', () => {
    const question = ask(
      ['ex-morphea-plaque', 'compartment-skin', 'compartment-subcutaneous', 'dist-localized', 'lab-calcium-normal', 'lab-phosphate-normal'],
      { ageYears: 40, sex: 'female' },
    );
    expect(rankOf(question, 'morphea')).toBe(1);
    expect(systematicPath(knowledge, question).mechanism).toBe('dystrophic');
  });
  it.each([
    ['hadd-calcific-tendinopathy', ['compartment-tendon', 'site-shoulder', 'morph-comma-teardrop', 'hx-acute-shoulder-pain'], 48],
    [
      'uremic-tumoral-calcinosis',
      [
        'compartment-periarticular',
        'site-hip',
        'morph-lobulated',
        'morph-fluid-level',
        'hx-dialysis',
        'lab-phosphate-high',
        'lab-creatinine-high',
      ],
      45,
    ],
    ['cppd-chondrocalcinosis', ['compartment-fibrocartilage', 'site-knee', 'morph-linear-chondrocalcinosis'], 75],
    ['myositis-ossificans', ['compartment-muscle', 'site-thigh', 'morph-zonal', 'hx-local-trauma'], 19],
    ['phlebolith-incidental', ['compartment-vein', 'site-pelvis', 'morph-ring'], 60],
    [
      'gout-tophus-calcified',
      ['compartment-periarticular', 'site-first-mtp', 'morph-hazy-density', 'hx-gout-flares', 'lab-urate-high'],
      60,
    ],
  ])('Hwang 2018: %s', (diagnosis, findings, ageYears) => {
    expect(rankOf(ask(findings, { ageYears, setting: 'incidental' }), diagnosis)).toBe(1);
  });
});

describe('the differential', () => {
  it('says when there is not enough to go on', () => {
    expect(differential(knowledge, ask([])).verdict).toBe('not-enough-information');
    expect(differential(knowledge, ask(['site-scrotum', 'compartment-skin', 'morph-nodular'], { sex: 'male', ageYears: 35 })).verdict).toBe(
      'ranked',
    );
  });
  it('is a distribution over all causes and none of these, with intervals about it', () => {
    const { differential: ranked, mechanism } = differential(knowledge, ask(['site-buttock', 'compartment-subcutaneous', 'morph-nodular']));
    expect(ranked.reduce((sum, each) => sum + each.probability, 0)).toBeCloseTo(1, 12);
    expect(mechanism.reduce((sum, each) => sum + each.probability, 0)).toBeCloseTo(1, 12);
    expect(ranked.some((each) => each.diagnosis === 'none-of-these')).toBe(true);
    for (const { probability, interval } of [...ranked, ...mechanism]) {
      expect(interval[0]).toBeLessThanOrEqual(probability);
      expect(interval[1]).toBeGreaterThanOrEqual(probability);
    }
  });
  it('counts what follows from a known condition once', () => {
    const site = ['compartment-periarticular', 'site-hip', 'morph-lobulated'];
    const gain = (before: readonly string[]): number => {
      const item = differential(knowledge, ask([...site, ...before, 'lab-creatinine-high'], { conditions: [] })).differential.find(
        (each) => each.diagnosis === 'uremic-tumoral-calcinosis',
      )!;
      return item.evidence.find((each) => each.finding === 'lab-creatinine-high')?.log10LikelihoodRatio ?? 0;
    };
    expect(gain([])).toBeGreaterThan(0.4);
    expect(gain(['hx-dialysis', 'hx-ckd'])).toBeLessThan(gain([]) / 3);
  });
  it('tells names it does not know', () => {
    expect(differential(knowledge, ask(['hx-raynaud', 'hx-not-a-word'])).unexplained).toEqual(['hx-not-a-word']);
  });
  it('opens safety gates whatever the rank', () => {
    const gates = (question: Question): string[] => differential(knowledge, question).safetyGates.map((each) => each.gate);
    expect(gates(ask(['ex-skin-necrosis', 'hx-dialysis']))).toContain('calciphylaxis');
    expect(gates(ask(['img-noncalcified-component', 'hx-growing-mass', 'compartment-muscle']))).toContain('sarcoma');
    expect(gates(ask(['ex-hallux-valgus-congenital', 'morph-ossification'], { ageYears: 6 }))).toContain(
      'fibrodysplasia-ossificans-progressiva',
    );
    expect(gates(ask(['compartment-artery', 'site-aorta'], { ageYears: 0.2 }))).toContain('generalised-arterial-calcification-of-infancy');
    expect(gates(ask(['lab-calcium-high']))).toContain('hypercalcaemia');
    expect(gates(ask(['ex-acute-inflammation', 'hx-fever-constitutional']))).toContain('infection');
    expect(gates(ask(['site-hand', 'morph-nodular']))).toEqual([]);
  });
  it('asks next what would tell most', () => {
    const { nextTests } = differential(
      knowledge,
      ask(['site-buttock', 'compartment-subcutaneous', 'morph-nodular'], { ageYears: 60, sex: 'female' }),
    );
    expect(nextTests.map((each) => each.test)).toContain('proc-injection-at-site');
    for (const each of nextTests) expect(each.expectedInformationBits).toBeGreaterThan(0);
  });
  it('says where the path and the ranking disagree', () => {
    const answer = differential(
      knowledge,
      ask(
        [
          'dist-localized',
          'compartment-skin',
          'site-finger',
          'hx-raynaud',
          'ex-sclerodactyly',
          'lab-calcium-high',
          'lab-anti-centromere-positive',
        ],
        { ageYears: 55, sex: 'female' },
      ),
    );
    expect(answer.disagreement).toContain('metastatic');
  });
});

describe('explain', () => {
  it('shows every number of a cause with its source', () => {
    const explained = explain(knowledge, 'ssc-limited')!;
    expect(explained.rows.length).toBe(knowledge.diagnoses.get('ssc-limited')!.evidence.length);
    expect(explained.rows.some((row) => row.basis === 'seen' && row.sources.length > 0)).toBe(true);
    expect(explain(knowledge, 'hx-raynaud')!.rows.some((row) => row.label.includes('Systemic sclerosis'))).toBe(true);
    expect(explain(knowledge, 'calcium')!.text[0]!.lines[0]).toContain('mmol/L');
    expect(explain(knowledge, 'no-such-id')).toBeNull();
  });
});
