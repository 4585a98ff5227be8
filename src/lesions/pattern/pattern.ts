import type { Compartment, Distribution, Pattern, Region } from '../../core/index.ts';
import { normalise, rises } from '../morphology/index.ts';
import type { LesionFacts, LesionGroup } from '../types.ts';

type Extent = LesionGroup['extent'];
type Rule = LesionGroup['patternRules'][number];

export interface PatternVerdict {
  readonly extent: Extent;
  readonly extentProbability: number;
  readonly probability: Distribution<Pattern>;
  readonly rules: readonly Rule[];
}

/** The numbers every rule is made of. */
interface Counts {
  readonly lesions: number;
  readonly regions: number;
  /** Regions with neighbours that run into each other counted once. */
  readonly zones: number;
  readonly places: number;
  readonly sides: number;
  readonly spanMm: number;
  /** Soft counts: sums of probabilities. */
  readonly superficial: number;
  readonly deep: number;
  readonly tendinous: number;
  readonly vascular: number;
  readonly articular: number;
  readonly periarticular: number;
  readonly visceral: number;
  readonly superficialShare: number;
  readonly largestPeriarticularMm: number;
  readonly lobulatedOrLevel: number;
}

const of = (lesion: LesionFacts, names: readonly Compartment[]): number =>
  names.reduce((sum, name) => sum + (lesion.compartmentProbability[name] ?? 0), 0);

const SUPERFICIAL: readonly Compartment[] = ['skin', 'subcutaneous'];
const DEEP: readonly Compartment[] = ['fascia', 'muscle'];
const VASCULAR: readonly Compartment[] = ['artery', 'vein'];

/** Universalis: this many regions, and this many lesions (soft counts) both in the superficial and in the deep tissues. */
const UNIVERSALIS_REGIONS = 3;
const UNIVERSALIS_EACH = 2;
/** A periarticular deposit from this length on is a mass. */
const TUMORAL_MM = 20;
const MAIN_SHARE = 0.6;
/** One region, or everything within a hand's breadth, is localized. */
const LOCALIZED_SPAN_MM = 120;

/** Regions that no border parts: a deposit of the buttock that reaches the hip has not spread over the body. */
const ZONE_OF: Readonly<Partial<Record<Region, string>>> = {
  pelvis: 'pelvic girdle',
  buttock: 'pelvic girdle',
  hip: 'pelvic girdle',
  groin: 'pelvic girdle',
  shoulder: 'shoulder girdle',
  axilla: 'shoulder girdle',
  wrist: 'hand',
  hand: 'hand',
  finger: 'hand',
  ankle: 'foot',
  foot: 'foot',
  head: 'head',
  face: 'head',
};
/** Widespread: at least three regions, and not all of one zone. */
const WIDESPREAD = { regions: 3, zones: 2 } as const;

/** Extent and pattern of a group from counts; each rule is kept with the numbers that fired it. */
export function namePattern(lesions: readonly LesionFacts[]): PatternVerdict {
  const counts = countsOf(lesions);
  const { extent, extentProbability } = extentOf(counts);
  const total = Math.max(1e-6, counts.lesions);
  const rules: { pattern: Pattern; rule: string; strength: number; counts: Record<string, number> }[] = [
    {
      pattern: 'vascular',
      rule: `artery and vein hold at least ${MAIN_SHARE} of the lesions`,
      strength: rises(counts.vascular / total, MAIN_SHARE, 0.06),
      counts: { vascular: counts.vascular, lesions: counts.lesions },
    },
    {
      pattern: 'tumoral',
      rule: `a periarticular mass of at least ${TUMORAL_MM} mm`,
      strength: rises(counts.largestPeriarticularMm, TUMORAL_MM, 1.5) * rises((counts.periarticular + counts.tendinous) / total, 0.4, 0.06),
      counts: {
        largestPeriarticularMm: counts.largestPeriarticularMm,
        lobulatedOrLevel: counts.lobulatedOrLevel,
        periarticular: counts.periarticular,
        lesions: counts.lesions,
      },
    },
    {
      pattern: 'universalis',
      rule: `at least ${UNIVERSALIS_EACH} lesions in skin or fat and ${UNIVERSALIS_EACH} in fascia, muscle or tendon, over at least ${UNIVERSALIS_REGIONS} regions`,
      strength:
        rises(Math.min(counts.superficial, counts.deep + counts.tendinous), UNIVERSALIS_EACH - 0.5, 0.25) *
        rises(counts.regions, UNIVERSALIS_REGIONS - 0.5, 0.2),
      counts: {
        superficial: counts.superficial,
        deep: counts.deep,
        tendinous: counts.tendinous,
        regions: counts.regions,
        places: counts.places,
      },
    },
    {
      pattern: 'circumscripta',
      rule: `skin and subcutaneous tissue hold at least ${MAIN_SHARE} of the lesions, and are not widespread`,
      strength: rises(counts.superficialShare, MAIN_SHARE, 0.06) * (extent === 'widespread' ? 0.3 : 1),
      counts: {
        superficial: counts.superficial,
        lesions: counts.lesions,
        regions: counts.regions,
        zones: counts.zones,
        spanMm: counts.spanMm,
      },
    },
    {
      pattern: 'periarticular',
      rule: `joint, tendon and the tissue about a joint hold at least ${MAIN_SHARE} of the lesions, without a mass`,
      strength:
        rises((counts.articular + counts.periarticular + counts.tendinous) / total, MAIN_SHARE, 0.06) *
        (1 - rises(counts.largestPeriarticularMm, TUMORAL_MM, 1.5)),
      counts: { articular: counts.articular, periarticular: counts.periarticular, tendinous: counts.tendinous, lesions: counts.lesions },
    },
    {
      pattern: 'none',
      rule: `organs, nodes and cartilage hold at least ${MAIN_SHARE} of the lesions, or one deep lesion stands alone`,
      strength: Math.max(rises(counts.visceral / total, MAIN_SHARE, 0.06), counts.lesions === 1 && counts.deep > 0.5 ? 0.6 : 0),
      counts: { visceral: counts.visceral, deep: counts.deep, lesions: counts.lesions },
    },
  ];
  const scores: Partial<Record<Pattern, number>> = {};
  for (const rule of rules) scores[rule.pattern] = rule.strength;
  const fired = rules.filter((rule) => rule.strength >= 0.5).length;
  // Nothing fits: several kinds of tissue without a rule's majority.
  const best = Math.max(...rules.map((rule) => rule.strength));
  scores.mixed = counts.lesions > 1 ? 0.02 + Math.max(0, 0.6 - best) : 0.01;
  if (counts.lesions <= 1) scores.none = Math.max(scores.none ?? 0, 0.3 * (1 - best));
  const printed: Rule[] = rules.map(({ rule, strength, counts: numbers, pattern }) => ({
    rule: `${pattern}: ${rule}`,
    fired: strength >= 0.5,
    counts: rounded({ ...numbers, strength }),
  }));
  printed.push({ rule: 'mixed: more than one lesion and no rule fired', fired: fired === 0 && counts.lesions > 1, counts: { fired } });
  return { extent, extentProbability, probability: normalise(scores), rules: printed };
}

const rounded = (numbers: Record<string, number>): Record<string, number> =>
  Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, Math.round(value * 100) / 100]));

function countsOf(lesions: readonly LesionFacts[]): Counts {
  const sum = (names: readonly Compartment[]): number => lesions.reduce((total, lesion) => total + of(lesion, names), 0);
  const regions = new Set(lesions.map((lesion) => lesion.region).filter((region) => region !== 'unknown'));
  const places = new Set(lesions.map((lesion) => `${lesion.region} ${lesion.side}`));
  const sides = new Set(lesions.map((lesion) => lesion.side).filter((side) => side === 'left' || side === 'right'));
  const superficial = sum(SUPERFICIAL);
  const near = lesions.filter((lesion) => of(lesion, ['periarticular', 'tendon', 'articular']) > 0.45);
  return {
    lesions: lesions.length,
    regions: regions.size,
    zones: new Set([...regions].map((region) => ZONE_OF[region] ?? region)).size,
    places: places.size,
    sides: sides.size,
    spanMm: spanOf(lesions),
    superficial,
    deep: sum(DEEP),
    tendinous: sum(['tendon']),
    vascular: sum(VASCULAR),
    articular: sum(['articular']),
    periarticular: sum(['periarticular']),
    visceral: sum(['viscera', 'lymph-node', 'cartilage']),
    superficialShare: superficial / Math.max(1, lesions.length),
    largestPeriarticularMm: near.reduce((top, lesion) => Math.max(top, lesion.longestDiameterMm), 0),
    lobulatedOrLevel: lesions.filter(
      (lesion) => (lesion.morphologyProbability.lobulated ?? 0) + (lesion.morphologyProbability['fluid-level'] ?? 0) > 0.5,
    ).length,
  };
}

function spanOf(lesions: readonly LesionFacts[]): number {
  let span = 0;
  for (const a of lesions)
    for (const b of lesions)
      span = Math.max(
        span,
        Math.hypot(a.centroidMm[0] - b.centroidMm[0], a.centroidMm[1] - b.centroidMm[1], a.centroidMm[2] - b.centroidMm[2]),
      );
  return span;
}

function extentOf(counts: Counts): { extent: Extent; extentProbability: number } {
  if (counts.lesions === 1 || counts.spanMm <= LOCALIZED_SPAN_MM || (counts.regions <= 1 && counts.places <= 1))
    return { extent: 'localized', extentProbability: counts.spanMm <= LOCALIZED_SPAN_MM ? 0.95 : 0.8 };
  if (counts.regions >= WIDESPREAD.regions && counts.zones >= WIDESPREAD.zones)
    return { extent: 'widespread', extentProbability: counts.regions >= 4 || counts.places >= 5 ? 0.95 : 0.8 };
  return { extent: 'regional', extentProbability: 0.8 };
}
