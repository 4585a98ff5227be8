import type { Knowledge } from '../../knowledge/index.ts';
import { type Facts, factsOf } from '../path/index.ts';
import type { Differential, Question } from '../types.ts';

type Gate = Differential['safetyGates'][number];

interface Rule {
  readonly gate: string;
  readonly action: string;
  /** The facts that opened the gate; empty = closed. */
  readonly opens: (facts: Facts, question: Question) => readonly string[];
}

/** An infant's arteries do not calcify without a reason before this age, years. */
const INFANT_YEARS = 2;
/** FOP declares itself in the first decades, years. */
const FOP_YEARS = 30;
const RENAL = ['chronic-kidney-disease', 'hx-ckd'];

const allOf = (...lists: readonly (readonly string[])[]): readonly string[] => (lists.every((each) => each.length > 0) ? lists.flat() : []);
const anyOf = (...lists: readonly (readonly string[])[]): readonly string[] => [...new Set(lists.flat())];

/** What must not be missed, however unlikely it ranks (algorithm.md 1i, S5; DESIGN section 5). */
const RULES: readonly Rule[] = [
  {
    gate: 'calciphylaxis',
    action:
      'Urgent: treat as calciphylaxis until shown otherwise. Stop vitamin K antagonist, calcium and vitamin D where possible; dermatology and nephrology the same day; deep biopsy only with thought of wound healing.',
    opens: (f) =>
      anyOf(
        allOf(
          f.holding('ex-skin-necrosis', 'ex-livedo-purpura'),
          f.holding(...RENAL, 'drug-vitamin-k-antagonist', 'morph-reticular', 'compartment-arteriole'),
        ),
        allOf(f.holding('ex-severe-pain'), f.holding('morph-reticular', 'compartment-arteriole'), f.holding(...RENAL)),
      ),
  },
  {
    gate: 'sarcoma',
    action: 'Refer to a sarcoma centre before any biopsy; MRI with contrast first. No unplanned excision.',
    opens: (f) =>
      anyOf(
        allOf(
          f.holding('img-noncalcified-component', 'img-enhancing-mass'),
          f.holding('hx-growing-mass', 'img-necrosis', 'img-bone-destruction', 'morph-central'),
        ),
        allOf(f.holding('img-noncalcified-component', 'img-enhancing-mass'), f.holding('compartment-muscle', 'ex-fixed-deep')),
        allOf(
          f.holding('hx-growing-mass'),
          f.holding('morph-central', 'morph-stippled', 'morph-ring-and-arc'),
          f.holding('compartment-muscle', 'compartment-periarticular', 'img-soft-tissue-mass'),
        ),
        f.holding('img-lung-metastases'),
      ),
  },
  {
    gate: 'fibrodysplasia-ossificans-progressiva',
    action: 'Do not biopsy, do not inject into muscle, no elective surgery: trauma makes bone. Look at both great toes; ACVR1 test.',
    opens: (f, q) =>
      q.ageYears !== null && q.ageYears > FOP_YEARS && !f.holds('lab-gene-acvr1-positive')
        ? []
        : anyOf(
            allOf(
              f.holding('ex-hallux-valgus-congenital'),
              f.holding('morph-ossification', 'compartment-muscle', 'ex-limited-joint-motion'),
            ),
            f.holding('lab-gene-acvr1-positive'),
          ),
  },
  {
    gate: 'generalised-arterial-calcification-of-infancy',
    action: 'Urgent paediatric cardiology and genetics (ENPP1, ABCC6): heart failure and coronary disease in the first months.',
    opens: (f, q) =>
      q.ageYears !== null && q.ageYears <= INFANT_YEARS
        ? f.holding('compartment-artery', 'morph-tram-track', 'dist-diffuse-vascular', 'ex-infant-heart-failure', 'site-aorta')
        : [],
  },
  {
    gate: 'hypercalcaemia',
    action:
      'Follow the hypercalcaemia pathway independently of the images: repeat with albumin or ionised calcium, PTH, creatinine, ECG; treat by level.',
    opens: (f) => f.holding('lab-calcium-high', 'lab-ionized-calcium-high'),
  },
  {
    gate: 'infection',
    action: 'Rule out infection of or around the deposit: culture of discharge or aspirate before calling it inflammatory.',
    opens: (f) =>
      anyOf(
        allOf(
          f.holding('ex-acute-inflammation', 'ex-chalky-discharge', 'ex-skin-ulcer'),
          f.holding('hx-fever-constitutional', 'lab-crp-high'),
        ),
        f.holding('hx-local-infection'),
      ),
  },
];

/** The gates that the facts open, in a fixed order. They do not depend on the ranking. */
export function safetyGates(knowledge: Knowledge, question: Question): Gate[] {
  const facts = factsOf(knowledge, question);
  return RULES.flatMap(({ gate, action, opens }) => {
    const why = opens(facts, question);
    return why.length > 0 ? [{ gate, why: [...new Set(why)], action }] : [];
  });
}
