import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/core/index.ts';
import { loadKnowledge } from '../../src/knowledge/index.ts';
import { differential } from '../../src/reasoning/index.ts';

const knowledge = loadKnowledge();
/** Textbook sketches, a handful of facts each, written from general knowledge and not from the rows: cause, findings (`-` = absent), age, sex, known condition. */
const SKETCHES: readonly (readonly [string, string, number | null, 'male' | 'female' | null, string?])[] = [
  [
    'mctd',
    'hx-raynaud ex-puffy-hands ex-inflammatory-arthritis lab-anti-u1rnp-positive lab-ana-positive site-elbow compartment-subcutaneous morph-nodular',
    35,
    'female',
  ],
  [
    'sjogren',
    'hx-sicca lab-anti-ro-positive site-finger compartment-skin morph-punctate -ex-sclerodactyly',
    55,
    'female',
    'sjogren-syndrome',
  ],
  [
    'rheumatoid-arthritis',
    'site-elbow compartment-subcutaneous morph-nodular ex-inflammatory-arthritis lab-rf-ccp-positive',
    60,
    'female',
    'rheumatoid-arthritis-condition',
  ],
  [
    'lupus-panniculitis',
    'ex-tender-subcutaneous-nodules ex-lipoatrophy site-upper-arm compartment-subcutaneous morph-plaque',
    38,
    'female',
  ],
  [
    'ehlers-danlos',
    'ex-skin-hyperextensible ex-joint-hypermobility site-lower-leg compartment-subcutaneous morph-phlebolith-like-spheroid dist-multiple',
    30,
    'male',
  ],
  ['werner', 'ex-early-cataract ex-progeroid-features site-achilles compartment-tendon ex-skin-ulcer', 40, 'male'],
  ['rothmund-thomson', 'ex-poikiloderma ex-short-stature site-elbow compartment-skin morph-nodular', 12, 'female'],
  ['calcified-skin-tumour', 'ex-skin-tumour site-face compartment-skin dist-solitary hx-growing-mass', 72, 'male'],
  [
    'epidermal-cyst-calcified',
    'ex-mobile-superficial-nodule ex-cystic-mass site-back compartment-skin dist-solitary morph-eggshell ex-umbilicated-pit',
    45,
    'male',
  ],
  [
    'loiasis',
    'hx-parasite-endemic-area hx-transient-swellings site-hand compartment-subcutaneous morph-coil lab-eosinophils-high',
    35,
    'male',
  ],
  ['onchocerciasis', 'hx-parasite-endemic-area ex-onchocercal-nodules-eye site-hip compartment-subcutaneous morph-coil', 40, 'male'],
  [
    'trichinellosis',
    'hx-raw-pork hx-fever-constitutional hx-myalgia lab-eosinophils-high lab-ck-high compartment-muscle morph-punctate dist-widespread',
    40,
    'male',
  ],
  ['sparganosis', 'hx-raw-snake-frog site-thigh compartment-subcutaneous morph-serpiginous hx-growing-mass', 45, 'male'],
  [
    'echinococcosis-soft-tissue',
    'hx-parasite-endemic-area ex-cystic-mass site-thigh compartment-muscle morph-eggshell hx-growing-mass',
    40,
    'female',
  ],
  [
    'tuberculosis-soft-tissue',
    'site-paraspinal compartment-muscle morph-cloud-like ex-cystic-mass hx-fever-constitutional lab-igra-positive lab-crp-high',
    35,
    'male',
  ],
  ['post-traumatic-dystrophic', 'hx-local-trauma site-thigh compartment-subcutaneous morph-cloud-like dist-solitary', 45, 'male'],
  [
    'traumatic-fat-necrosis',
    'hx-local-trauma site-buttock compartment-subcutaneous morph-eggshell img-fat-containing hx-lesion-painless',
    50,
    'female',
  ],
  ['frostbite', 'hx-frostbite site-finger compartment-subcutaneous dist-acral', 40, 'male'],
  [
    'venous-insufficiency',
    'site-lower-leg compartment-subcutaneous morph-reticular ex-stasis-dermatitis hx-venous-disease dist-bilateral-symmetric',
    70,
    'female',
  ],
  ['injection-granuloma', 'site-buttock compartment-subcutaneous morph-nodular dist-multiple proc-injection-at-site', 60, 'female'],
  ['vulvar-calcinosis', 'site-vulva compartment-skin morph-nodular ex-hard-skin-nodule', 35, 'female'],
  ['penile-calcinosis', 'site-penis compartment-skin morph-nodular ex-hard-skin-nodule dist-solitary', 30, 'male'],
  ['electrode-paste', 'proc-electrode-paste site-scalp compartment-skin morph-plaque', 8, 'male'],
  ['occupational-calcium-exposure', 'hx-calcium-skin-exposure site-lower-leg compartment-skin ex-skin-ulcer', 40, 'male'],
  ['keloid-calcified', 'ex-keloid site-chest-wall compartment-skin morph-punctate', 30, 'female'],
  ['breast-fat-necrosis', 'site-breast compartment-subcutaneous morph-eggshell proc-mastectomy', 58, 'female'],
  ['filler-silicone', 'proc-filler-silicone site-face compartment-subcutaneous dist-bilateral-symmetric', 48, 'female'],
  ['retained-foreign-body', 'hx-penetrating-injury site-foot compartment-subcutaneous morph-geometric-density', 30, 'male'],
  [
    'secondary-hyperparathyroidism-renal',
    'lab-pth-high lab-phosphate-high lab-alp-high img-subperiosteal-resorption compartment-artery dist-widespread',
    50,
    'male',
    'dialysis',
  ],
  [
    'tertiary-hyperparathyroidism',
    'lab-pth-high lab-calcium-high lab-phosphate-high compartment-periarticular img-parathyroid-adenoma',
    52,
    'female',
    'dialysis',
  ],
  ['primary-hyperparathyroidism', 'lab-calcium-high lab-pth-high lab-phosphate-low hx-nephrolithiasis img-chondrocalcinosis', 62, 'female'],
  [
    'milk-alkali-syndrome',
    'lab-calcium-high lab-bicarbonate-high lab-creatinine-high lab-pth-low drug-calcium-alkali compartment-periarticular',
    65,
    'female',
  ],
  ['hypervitaminosis-d', 'lab-calcium-high lab-25ohd-high lab-pth-low drug-vitamin-d-high-dose compartment-periarticular', 60, 'female'],
  [
    'sarcoidosis-calcification',
    'compartment-lymph-node site-mediastinum lab-ace-high lab-calcium-high morph-eggshell',
    42,
    'female',
    'sarcoidosis',
  ],
  [
    'tumor-lysis-calcification',
    'drug-cytolytic-chemotherapy lab-phosphate-high lab-calcium-low lab-potassium-high lab-urate-high',
    45,
    'male',
    'malignancy',
  ],
  ['hypoparathyroidism', 'lab-calcium-low lab-phosphate-high lab-pth-low proc-neck-surgery img-basal-ganglia-calcification', 50, 'female'],
  [
    'pseudohypoparathyroidism-albright',
    'img-short-metacarpals ex-round-face-short lab-pth-high lab-calcium-low lab-phosphate-high morph-ossification compartment-subcutaneous',
    14,
    'female',
  ],
  [
    'calciphylaxis-uremic',
    'ex-skin-necrosis ex-livedo-purpura ex-severe-pain site-thigh compartment-skin morph-reticular',
    60,
    'female',
    'dialysis',
  ],
  ['oxalosis', 'hx-nephrolithiasis ex-livedo-purpura img-nephrocalcinosis lab-oxalate-high compartment-artery', 30, 'male', 'dialysis'],
  [
    'heterotopic-ossification-post-surgical',
    'proc-arthroplasty img-implant site-hip compartment-periarticular morph-ossification ex-limited-joint-motion',
    68,
    'male',
  ],
  [
    'heterotopic-ossification-neurogenic',
    'site-hip compartment-periarticular morph-ossification ex-limited-joint-motion dist-below-neuro-level',
    28,
    'male',
    'spinal-cord-injury',
  ],
  ['atherosclerotic-arterial-calcification', 'compartment-artery site-aorta morph-arterial-plaque hx-smoking hx-hypertension', 72, 'male'],
  [
    'monckeberg-medial-calcification',
    'compartment-artery morph-tram-track site-foot site-lower-leg dist-bilateral-symmetric',
    65,
    'male',
    'diabetes-mellitus',
  ],
  ['phlebolith-incidental', 'site-pelvis compartment-vein morph-ring hx-incidental', 60, 'female'],
  ['venous-malformation', 'ex-blue-compressible morph-ring site-forearm compartment-muscle img-soft-tissue-mass', 20, 'female'],
  ['maffucci-syndrome', 'img-enchondromas morph-ring site-hand ex-blue-compressible', 18, 'male'],
  ['hadd-calcific-tendinopathy', 'site-shoulder compartment-tendon hx-acute-shoulder-pain morph-cloud-like', 45, 'female'],
  [
    'milwaukee-shoulder',
    'site-shoulder compartment-articular ex-large-effusion img-rotator-cuff-tear img-destructive-arthropathy',
    78,
    'female',
  ],
  ['cppd-chondrocalcinosis', 'site-knee compartment-fibrocartilage morph-linear hx-acute-monoarthritis', 78, 'female'],
  ['gout-tophus-calcified', 'site-foot compartment-periarticular ex-tophi lab-urate-high img-overhanging-erosion', 60, 'male'],
  ['ochronosis-alkaptonuria', 'compartment-intervertebral-disc ex-pigment-ear-sclera hx-dark-urine', 50, 'male'],
  ['synovial-osteochondromatosis-primary', 'site-knee compartment-articular morph-uniform-bodies hx-joint-locking', 40, 'male'],
  ['secondary-osteochondral-loose-bodies', 'site-knee compartment-articular morph-varied-bodies hx-osteoarthritis', 66, 'male'],
  [
    'synovial-sarcoma',
    'site-knee compartment-periarticular img-noncalcified-component morph-stippled hx-growing-mass img-soft-tissue-mass',
    28,
    'male',
  ],
  [
    'extraskeletal-osteosarcoma',
    'site-thigh compartment-muscle morph-central morph-cloud-like img-noncalcified-component hx-growing-mass',
    62,
    'male',
  ],
  ['soft-tissue-chondroma', 'site-finger morph-ring-and-arc img-soft-tissue-mass hx-slow-growth-years hx-lesion-painless', 40, 'male'],
  [
    'extraskeletal-chondrosarcoma',
    'site-thigh compartment-muscle morph-ring-and-arc img-noncalcified-component hx-growing-mass',
    45,
    'male',
  ],
  [
    'liposarcoma-calcified',
    'site-retroperitoneum img-fat-containing img-noncalcified-component morph-cloud-like hx-growing-mass',
    66,
    'male',
  ],
  [
    'ossifying-lipoma',
    'img-fat-containing compartment-subcutaneous morph-ossification hx-slow-growth-years hx-lesion-painless ex-mobile',
    55,
    'female',
  ],
  ['calcifying-aponeurotic-fibroma', 'site-palm morph-stippled ex-fixed-palmar-plantar-mass img-soft-tissue-mass', 9, 'male'],
  [
    'soft-tissue-metastasis-calcified',
    'compartment-muscle img-noncalcified-component morph-cloud-like hx-growing-mass dist-multiple',
    64,
    'male',
    'malignancy',
  ],
  ['lymph-node-tuberculosis', 'compartment-lymph-node site-neck-nodal hx-tuberculosis lab-igra-positive', 35, 'female'],
  [
    'lymph-node-histoplasmosis',
    'compartment-lymph-node site-mediastinum hx-histoplasmosis-endemic-area img-splenic-granulomas',
    50,
    'male',
  ],
  ['lymph-node-treated-lymphoma', 'compartment-lymph-node site-mediastinum hx-treated-lymphoma proc-radiotherapy-at-site', 38, 'male'],
  ['lymph-node-silicosis', 'compartment-lymph-node site-mediastinum morph-eggshell hx-silica-exposure', 62, 'male'],
  [
    'fibrodysplasia-ossificans-progressiva',
    'ex-hallux-valgus-congenital morph-ossification site-back compartment-muscle ex-limited-joint-motion',
    8,
    'female',
  ],
  ['osteoma-cutis', 'site-face compartment-skin morph-punctate hx-acne ex-facial-papules', 45, 'female'],
  [
    'uctd',
    'hx-raynaud lab-ana-positive site-finger compartment-subcutaneous -ex-sclerodactyly -lab-anti-centromere-positive -lab-anti-u1rnp-positive',
    45,
    'female',
    'undifferentiated-connective-tissue-disease',
  ],
  ['polymyositis', 'hx-proximal-weakness lab-ck-high compartment-muscle site-thigh -ex-gottron-papules -ex-heliotrope-rash', 50, 'female'],
  [
    'idiopathic-calcinosis-circumscripta',
    'site-elbow compartment-skin compartment-subcutaneous morph-nodular lab-calcium-normal lab-phosphate-normal -hx-local-trauma -hx-connective-tissue-disease -hx-raynaud lab-ana-negative',
    25,
    'male',
  ],
  [
    'tumoral-calcinosis-normophosphatemic',
    'site-hip compartment-periarticular morph-lobulated morph-fluid-level lab-phosphate-normal lab-calcium-normal lab-creatinine-normal',
    16,
    'male',
  ],
  [
    'hyperphosphatemic-familial-tumoral-calcinosis',
    'site-hip compartment-periarticular morph-lobulated lab-phosphate-high lab-creatinine-normal fam-affected-relatives',
    14,
    'male',
  ],
];
const found = (id: string): Finding =>
  id.startsWith('-')
    ? { finding: id.slice(1), state: 'absent', probability: 0.005, from: 'clinical' }
    : { finding: id, state: 'present', probability: 0.995, from: 'clinical' };

describe('a textbook sketch', () => {
  it.each(SKETCHES.map(([cause, findings, ageYears, sex, condition]) => ({ cause, findings, ageYears, sex, condition })))(
    'of $cause puts it first',
    ({ cause, findings, ageYears, sex, condition }) => {
      const { differential: ranked, unexplained } = differential(knowledge, {
        findings: findings.split(' ').map(found),
        conditions: condition ? [{ condition, state: 'present' }] : [],
        ageYears,
        sex,
        setting: 'referral',
      });
      expect(unexplained).toEqual([]);
      expect(ranked[0]!.diagnosis).toBe(cause);
    },
  );
});
