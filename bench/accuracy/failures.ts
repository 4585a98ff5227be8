import { foundVolume, type Matched, type Matching, mainPart } from './match.ts';
import { BRIGHT_HU } from './score.ts';

/** A way of going wrong, with how often and the first examples. */
export interface FailureClass {
  readonly what: string;
  readonly count: number;
  readonly examples: readonly string[];
}

const EXAMPLES = 3;
/** A volume this far off is worth looking at. */
const FAR_OFF = 0.4;

const place = (at: readonly number[]): string => `(${at.map((value) => value.toFixed(0)).join(', ')})`;

function told(each: Matched): string {
  const { truth } = each;
  return `${truth.id} d ${truth.diameterMm.toFixed(1)} mm, peak ${truth.peakHu.toFixed(0)} HU at ${place(truth.centroidMm)}`;
}

function classesOf(each: Matched): { what: string; example: string }[] {
  const { truth } = each;
  const part = mainPart(each);
  if (!part) {
    if (truth.peakHu < BRIGHT_HU) return [];
    if (each.merged) return [{ what: `merged with a neighbour: ${truth.compartment}`, example: told(each) }];
    const reason = each.excluded ? `excluded as ${each.excluded.reason}` : 'no candidate';
    return [
      {
        what: `missed, ${reason}, tissue ${each.tissue}: ${truth.compartment}${truth.touchesBone ? ' touching bone' : ''}`,
        example: told(each),
      },
    ];
  }
  const out: { what: string; example: string }[] = [];
  if (part.compartment !== truth.compartment)
    out.push({
      what: `compartment ${truth.compartment} called ${part.compartment}, tissue ${each.tissue}${truth.touchesBone ? ' (touching bone)' : ''}`,
      example: told(each),
    });
  if (part.expected !== null && truth.expected === null && truth.compartment !== 'artery' && truth.compartment !== 'vein')
    out.push({ what: `called expected (${part.expected}): ${truth.compartment}`, example: told(each) });
  if ((truth.side === 'left' || truth.side === 'right') && (part.side === 'left' || part.side === 'right') && part.side !== truth.side)
    out.push({ what: `SIDE WRONG: ${truth.side} called ${part.side}`, example: told(each) });
  const off = foundVolume(each) / truth.volumeMm3 - 1;
  if (truth.diameterMm >= 4 && Math.abs(off) > FAR_OFF)
    out.push({
      what: `volume far ${off > 0 ? 'over' : 'under'}: ${truth.compartment}, ${truth.morphology}${truth.touchesBone ? ', touching bone' : ''}`,
      example: `${told(each)}: ${(100 * off).toFixed(0)} %`,
    });
  return out;
}

/** Failures of one matching by kind, the commonest first. */
export function failureClasses(matching: Matching): FailureClass[] {
  const classes = new Map<string, string[]>();
  const add = (what: string, example: string): void => {
    classes.set(what, [...(classes.get(what) ?? []), example]);
  };
  for (const each of matching.matched) for (const { what, example } of classesOf(each)) add(what, example);
  for (const lesion of matching.falseFoci)
    add(
      `false focus called ${lesion.compartment}${lesion.expected ? ` (${lesion.expected})` : ''}`,
      `${lesion.id} ${lesion.volumeMm3.toFixed(1)} mm3, max ${lesion.maxHu} HU, ${lesion.region} at ${place(lesion.centroidMm)}, bone ${lesion.distanceToBoneMm?.toFixed(1) ?? '-'} mm`,
    );
  return [...classes]
    .map(([what, examples]) => ({ what, count: examples.length, examples: examples.slice(0, EXAMPLES) }))
    .sort((a, b) => b.count - a.count || (a.what < b.what ? -1 : 1));
}
