import type { Anatomy } from '../../anatomy/index.ts';
import { type Compartment, checkAborted, type Issue, issue, type Vector3, type Volume } from '../../core/index.ts';
import type { Kernels } from '../../kernels/index.ts';
import { candidateOf, isSet } from '../candidates/index.ts';
import { contextOf } from '../exclusion/index.ts';
import { aboutLesions, describeLesion, type FindOptions, sceneOf } from '../find/index.ts';
import type { Lesion } from '../types.ts';
import { growFrom } from './grow.ts';
import { areVoxels, mergeVoxels, voxelOfPoint } from './sets.ts';
import { splitAtNeck, splitFromBone } from './split.ts';

/** What of a lesion a reader can change; all numbers follow from it. */
export interface LesionShape {
  readonly id: string;
  readonly number: number;
  readonly voxels: Int32Array;
  /** As the reader says; null = as measured. */
  readonly setCompartment: Compartment | null;
}

export type LesionEdit =
  /** Painted or erased; without an id a new lesion. */
  | { readonly kind: 'voxels'; readonly lesionId: string | null; readonly voxels: Int32Array }
  | { readonly kind: 'merge'; readonly lesionId: string; readonly otherId: string }
  | { readonly kind: 'split'; readonly lesionId: string }
  | { readonly kind: 'split-bone'; readonly lesionId: string }
  /** From a patient point to the threshold (the scan's own when null); without an id a new lesion. */
  | { readonly kind: 'grow'; readonly lesionId: string | null; readonly pointMm: Vector3; readonly leastHu: number | null }
  | { readonly kind: 'compartment'; readonly lesionId: string; readonly compartment: Compartment | null };

export interface EditOutcome {
  readonly shapes: readonly LesionShape[];
  /** Ids whose numbers must be measured anew. */
  readonly changed: readonly string[];
  readonly issues: readonly Issue[];
}

/** A scan opened for editing. */
export interface LesionEditor {
  /** Changes shapes; impossible edits give an issue and leave all as it was. */
  apply(shapes: readonly LesionShape[], edit: LesionEdit): EditOutcome;
  /** All numbers of a shape, by the same functions that measured the lesions found. */
  measure(shape: LesionShape): Lesion;
}

/** Growing stops this far from where it began. */
const GROW_REACH_MM = 60;

const refuse = (
  shapes: readonly LesionShape[],
  words: { code: string; where: string; expected: string; received: string; fix: string },
): EditOutcome => ({ shapes, changed: [], issues: [issue('warning', words)] });

const nextNumber = (shapes: readonly LesionShape[]): number => shapes.reduce((most, each) => Math.max(most, each.number), 0) + 1;

function added(shapes: readonly LesionShape[], voxels: Int32Array, setCompartment: Compartment | null = null): LesionShape {
  const number = nextNumber(shapes);
  return { id: `L${number}`, number, voxels, setCompartment };
}

/**
 * Opens a scan for editing.
 *
 * @param options.found the voxels of the lesions that were found: the blur is calibrated on them, so that a lesion that was
 * not changed measures the same as before
 */
export function openEditor(
  volume: Volume,
  anatomy: Anatomy,
  kernels: Kernels,
  options: Pick<FindOptions, 'ageYears' | 'sex' | 'signal'> & { readonly found: readonly Int32Array[] },
): LesionEditor {
  const scene = sceneOf(volume, anatomy, kernels);
  const { hu } = scene;
  const { grid } = anatomy;
  const thresholdHu = anatomy.technique.candidateThresholdHu;
  const keptOf = (voxels: Int32Array) => {
    const candidate = candidateOf(voxels, { hu, size: grid.size, thresholdHu });
    return { candidate, context: contextOf(candidate, scene) };
  };
  checkAborted(options.signal);
  const about = aboutLesions({ volume, scene, kernels, kept: options.found.map(keptOf), ageYears: options.ageYears, sex: options.sex });

  const change = (shapes: readonly LesionShape[], id: string, voxels: Int32Array): EditOutcome => {
    // a lesion of which nothing is left is gone
    const next = shapes.flatMap((each) => (each.id !== id ? [each] : voxels.length ? [{ ...each, voxels }] : []));
    return { shapes: next, changed: voxels.length ? [id] : [], issues: [] };
  };
  const grow = (shapes: readonly LesionShape[], edit: Extract<LesionEdit, { kind: 'grow' }>): EditOutcome => {
    const seed = voxelOfPoint(grid, edit.pointMm);
    const leastHu = edit.leastHu ?? thresholdHu;
    const taken = new Set<number>();
    for (const each of shapes) if (each.id !== edit.lesionId) for (const offset of each.voxels) taken.add(offset);
    const forbidden = (offset: number): boolean => taken.has(offset) || isSet(scene.bone, offset);
    const region = seed === null ? new Int32Array(0) : growFrom({ grid, hu, seed, leastHu, mostMm: GROW_REACH_MM, forbidden });
    if (!region.length)
      return refuse(shapes, {
        code: 'lesions-edit-nothing-there',
        where: edit.lesionId ?? 'new lesion',
        expected: `a voxel of at least ${Math.round(leastHu)} HU outside bone and other lesions`,
        received: seed === null ? 'a point outside the scan' : `${hu[seed]} HU`,
        fix: 'Choose a brighter voxel, or paint.',
      });
    const own = shapes.find((each) => each.id === edit.lesionId);
    if (own) return change(shapes, own.id, mergeVoxels(own.voxels, region));
    const made = added(shapes, region);
    return { shapes: [...shapes, made], changed: [made.id], issues: [] };
  };

  return {
    apply(shapes, edit) {
      if (edit.kind === 'grow') return grow(shapes, edit);
      if (edit.kind === 'voxels' && edit.lesionId === null) {
        if (!edit.voxels.length || !areVoxels(grid, edit.voxels)) return { shapes, changed: [], issues: [] };
        const made = added(shapes, edit.voxels);
        return { shapes: [...shapes, made], changed: [made.id], issues: [] };
      }
      const own = shapes.find((each) => each.id === edit.lesionId);
      if (!own)
        return refuse(shapes, {
          code: 'lesions-edit-unknown',
          where: edit.lesionId ?? '',
          expected: 'a lesion that is there',
          received: 'none',
          fix: 'Choose a lesion.',
        });
      switch (edit.kind) {
        case 'voxels':
          return areVoxels(grid, edit.voxels) ? change(shapes, own.id, edit.voxels) : { shapes, changed: [], issues: [] };
        case 'compartment':
          return {
            shapes: shapes.map((each) => (each === own ? { ...own, setCompartment: edit.compartment } : each)),
            changed: [own.id],
            issues: [],
          };
        case 'merge': {
          const other = shapes.find((each) => each.id === edit.otherId);
          if (!other || other === own) return { shapes, changed: [], issues: [] };
          const [first, second] = own.number < other.number ? [own, other] : [other, own];
          const rest = shapes.filter((each) => each !== second);
          return change(rest, first.id, mergeVoxels(first.voxels, second.voxels));
        }
        case 'split': {
          const parts = splitAtNeck(own.voxels, grid);
          if (!parts)
            return refuse(shapes, {
              code: 'lesions-edit-no-neck',
              where: own.id,
              expected: 'a lesion of several pieces, or one with a neck',
              received: 'one without',
              fix: 'Erase where it should part, then split.',
            });
          let next: readonly LesionShape[] = shapes.map((each) => (each === own ? { ...own, voxels: parts[0] } : each));
          const changed = [own.id];
          for (const part of parts.slice(1)) {
            const made = added(next, part, own.setCompartment);
            next = [...next, made];
            changed.push(made.id);
          }
          return { shapes: next, changed, issues: [] };
        }
        case 'split-bone': {
          const rest = splitFromBone(own.voxels, { grid, isBone: (offset) => isSet(scene.bone, offset) });
          if (!rest)
            return refuse(shapes, {
              code: 'lesions-edit-no-bone',
              where: own.id,
              expected: 'bone in or at the lesion, and something beside it',
              received: 'none that can be told apart',
              fix: 'Erase the bone by hand.',
            });
          return change(shapes, own.id, rest);
        }
      }
    },
    measure: ({ id, number, voxels, setCompartment }) => ({
      id,
      number,
      ...describeLesion({ ...about, kept: keptOf(voxels), compartment: setCompartment }),
    }),
  };
}
