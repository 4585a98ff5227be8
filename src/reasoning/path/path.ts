import { COMPARTMENTS, type Mechanism } from '../../core/index.ts';
import type { Knowledge } from '../../knowledge/index.ts';
import type { Differential, Question } from '../types.ts';
import { type Facts, factsOf } from './facts.ts';

type Step = Differential['systematicPath'][number];

/** Where the path ends. `mechanism` null: the facts do not carry it that far. */
export interface SystematicPath {
  readonly steps: readonly Step[];
  readonly pattern: 'circumscripta' | 'universalis' | 'tumoral' | 'vascular' | 'periarticular' | 'ossification' | null;
  readonly mechanism: Mechanism | null;
}

const SUPERFICIAL = ['compartment-skin', 'compartment-subcutaneous'];
const DEEP = ['compartment-fascia', 'compartment-muscle', 'compartment-tendon'];
const MINERAL_HIGH = ['lab-calcium-high', 'lab-phosphate-high', 'lab-cap-product-high'];
const MINERAL_LOW = ['lab-calcium-low', 'lab-phosphate-low'];
const INTERVENTION = [
  'proc-calcium-infusion',
  'drug-calcium-heparin',
  'proc-electrode-paste',
  'hx-calcium-skin-exposure',
  'proc-filler-silicone',
  'img-retained-sponge',
  'proc-massive-transfusion',
];
const DAMAGE = [
  'connective-tissue-disease',
  'hx-connective-tissue-disease',
  'chronic-gvhd',
  'hx-gvhd',
  'hx-local-trauma',
  'hx-burn',
  'hx-frostbite',
  'hx-venous-disease',
  'chronic-venous-insufficiency',
  'ex-stasis-dermatitis',
  'proc-injection-at-site',
  'proc-radiotherapy-at-site',
  'proc-surgery-at-site',
  'proc-heel-sticks',
  'hx-local-infection',
  'hx-tuberculosis',
  'tuberculosis',
  'hx-parasite-endemic-area',
  'hx-pancreatic-disease',
  'hx-perinatal-distress',
  'hx-major-leg-injury-years-ago',
  'ex-gottron-papules',
  'ex-sclerodactyly',
  'ex-morphea-plaque',
  'ex-tender-subcutaneous-nodules',
  'ex-skin-hyperextensible',
  'ex-yellow-papules-flexural',
];

const said = (list: readonly string[], knowledge: Knowledge): string => list.map((id) => knowledge.terms.get(id)?.label ?? id).join(', ');

/**
 * The systematic approach (Hwang et al., Korean J Radiol 2018;19:1147-60; classes as in Reiter et al., J Am Acad Dermatol
 * 2011;65:1-12): calcification or bone, distribution, compartment, serum calcium and phosphate, history. It is a flow
 * chart: it knows yes, no and unknown, and stops where a fact is missing. The ranking beside it weighs everything.
 */
export function systematicPath(knowledge: Knowledge, question: Pick<Question, 'findings' | 'conditions'>): SystematicPath {
  const facts = factsOf(knowledge, question);
  const steps: Step[] = [];
  const step = (name: string, answer: string, because: readonly string[]): void =>
    void steps.push({ step: name, answer, because: [...because] });

  const bone = facts.holding('morph-ossification', 'morph-zonal');
  step(
    'Calcification or ossification',
    bone.length > 0
      ? 'ossification'
      : facts.denies('morph-ossification')
        ? 'calcification'
        : 'taken as calcification: no cortex or trabeculae described',
    bone,
  );
  const pattern = distribution(facts, step, bone);
  const places = COMPARTMENTS.filter((each) => each !== 'other').flatMap((each) => facts.holding(`compartment-${each}`));
  step('Compartment', places.length > 0 ? said(places, knowledge) : 'not known', places);

  if (pattern === 'ossification') {
    step('Class', 'ossification', bone);
    return { steps, pattern, mechanism: 'ossification' };
  }
  const necrosis = facts.holding('ex-skin-necrosis', 'ex-livedo-purpura');
  const serum = minerals(facts, step);
  const local = byMorphology(facts, knowledge, step);
  if (local) return { steps, pattern, mechanism: local };
  if (
    necrosis.length > 0 &&
    facts.holds('compartment-arteriole', 'morph-reticular', 'chronic-kidney-disease', 'hx-ckd', 'drug-vitamin-k-antagonist')
  ) {
    step('Class', 'calciphylaxis: skin necrosis with a net of small vessels, kidney failure or a vitamin K antagonist', necrosis);
    return { steps, pattern, mechanism: 'calciphylaxis' };
  }
  return { steps, pattern, mechanism: byHistory(facts, { serum, pattern }, step) };
}

type Say = (name: string, answer: string, because: readonly string[]) => void;

function distribution(facts: Facts, say: Say, bone: readonly string[]): SystematicPath['pattern'] {
  const wide = facts.holding('dist-widespread', 'dist-along-muscle-fibres');
  const narrow = facts.holding('dist-localized', 'dist-regional', 'dist-circumscripta', 'dist-solitary', 'dist-at-insult-site');
  const superficial = facts.holding(...SUPERFICIAL);
  const deep = facts.holding(...DEEP);
  const mass = [
    ...facts.holding('dist-tumoral'),
    ...(facts.holds('compartment-periarticular') ? facts.holding('morph-lobulated', 'morph-fluid-level') : []),
  ];
  const vessel = facts.holding(
    'compartment-artery',
    'compartment-vein',
    'morph-tram-track',
    'dist-diffuse-vascular',
    'morph-arterial-plaque',
  );
  const joint = facts.holding('compartment-tendon', 'compartment-articular', 'compartment-cartilage', 'compartment-periarticular');
  const answer = (pattern: SystematicPath['pattern'], words: string, because: readonly string[]): SystematicPath['pattern'] => {
    say('Distribution', words, [...new Set(because)]);
    return pattern;
  };
  if (bone.length > 0)
    return answer('ossification', wide.length > 0 ? 'widespread bone formation' : 'localised bone formation', [...wide, ...narrow]);
  if (mass.length > 0) return answer('tumoral', 'tumoral: large periarticular or lobulated masses', mass);
  if (facts.holds('dist-universalis') || (wide.length > 0 && (superficial.length > 0 || deep.length > 0)))
    return answer('universalis', 'calcinosis universalis: diffuse in skin, subcutaneous tissue, muscle or tendon', [
      ...wide,
      ...superficial,
      ...deep,
    ]);
  if (vessel.length > 0) return answer('vascular', 'along vessels', vessel);
  if (facts.holds('dist-circumscripta') || (narrow.length > 0 && superficial.length > 0))
    return answer('circumscripta', 'calcinosis circumscripta: localised in skin and subcutaneous tissue', [...narrow, ...superficial]);
  if (joint.length > 0) return answer('periarticular', 'about a joint or tendon', joint);
  if (narrow.length > 0 || superficial.length > 0)
    return answer('circumscripta', 'localised, as far as described', [...narrow, ...superficial]);
  return answer(null, 'not known', []);
}

function minerals(facts: Facts, say: Say): 'abnormal' | 'normal' | 'unknown' {
  const high = facts.holding(...MINERAL_HIGH);
  const low = facts.holding(...MINERAL_LOW);
  const normal = facts.holding('lab-calcium-normal', 'lab-phosphate-normal', 'lab-metabolic-normal');
  const answer = high.length > 0 ? 'raised' : low.length > 0 ? 'low' : normal.length > 0 ? 'normal, as far as measured' : 'not known';
  say('Serum calcium and phosphate', answer, [...high, ...low, ...(high.length + low.length > 0 ? [] : normal)]);
  return high.length > 0 ? 'abnormal' : normal.length > 0 ? 'normal' : 'unknown';
}

/** Forms that name their class whatever the blood says. */
function byMorphology(facts: Facts, knowledge: Knowledge, say: Say): Mechanism | null {
  const forms: readonly (readonly [Mechanism, string, readonly string[]])[] = [
    [
      'neoplastic',
      'a growing solid component: think of a tumour',
      facts.holds('img-noncalcified-component') ? facts.holding('img-noncalcified-component', 'hx-growing-mass') : [],
    ],
    ['neoplastic', 'chondroid matrix', facts.holding('morph-ring-and-arc')],
    ['vascular', 'vessel wall or phlebolith', facts.holding('morph-tram-track', 'morph-ring', 'morph-arterial-plaque')],
    [
      'crystal',
      'crystal deposit in tendon or cartilage',
      facts.holding(
        'morph-linear-chondrocalcinosis',
        'morph-comma-teardrop',
        'morph-comet-tail',
        'compartment-fibrocartilage',
        'lab-synovial-cpp-positive',
        'lab-synovial-msu-positive',
        'ex-tophi',
      ),
    ],
  ];
  for (const [mechanism, words, because] of forms)
    if (because.length > 0) {
      say('Class', `${mechanism}: ${words} (${said(because, knowledge)})`, because);
      return mechanism;
    }
  return null;
}

function byHistory(
  facts: Facts,
  known: { serum: 'abnormal' | 'normal' | 'unknown'; pattern: SystematicPath['pattern'] },
  say: Say,
): Mechanism | null {
  const { serum, pattern } = known;
  const done = facts.holding(...INTERVENTION);
  const damaged = facts.holding(...DAMAGE);
  const answer = (mechanism: Mechanism | null, words: string, because: readonly string[]): Mechanism | null => {
    say('History and class', words, because);
    return mechanism;
  };
  if (done.length > 0) return answer('iatrogenic', 'iatrogenic: calcium or a foreign material was brought in', done);
  if (serum === 'abnormal') return answer('metastatic', 'metastatic: calcium or phosphate is raised', facts.holding(...MINERAL_HIGH));
  if (pattern === 'vascular')
    return answer('vascular', 'vascular: in vessel walls, calcium and phosphate not raised', facts.holding('compartment-vessel'));
  if (damaged.length > 0) return answer('dystrophic', 'dystrophic: the tissue was damaged before', damaged);
  if (pattern === 'periarticular')
    return answer(
      'crystal',
      'crystal deposit: in tendon, cartilage or joint, nothing else known',
      facts.holding('compartment-tendon', 'compartment-articular', 'compartment-cartilage'),
    );
  if (serum === 'normal')
    return answer(
      'idiopathic',
      'idiopathic: calcium and phosphate normal, nothing in the history',
      facts.holding('lab-calcium-normal', 'lab-phosphate-normal', 'lab-metabolic-normal'),
    );
  return answer(null, 'undecided: calcium and phosphate not known, nothing in the history', []);
}
