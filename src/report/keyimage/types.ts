import type { Anatomy } from '../../anatomy/types.ts';
import type { Volume } from '../../core/index.ts';
import type { Lesion, LesionGroup } from '../../lesions/types.ts';
import type { Raster } from './raster.ts';

/** One picture for the report, as written to `key-images/<name>.png`. */
export interface KeyImage {
  /** `[a-z0-9-]+` */
  readonly name: string;
  readonly title: string;
  /** What is seen: plane, position, window. */
  readonly caption: string;
  readonly lesionIds: readonly string[];
  readonly width: number;
  readonly height: number;
  readonly png: Uint8Array;
}

/** A picture before it is encoded. */
export type Picture = Omit<KeyImage, 'png' | 'width' | 'height'> & { readonly raster: Raster };

export type ShownGroup = Pick<LesionGroup, 'id' | 'label' | 'lesionIds' | 'volumeMm3' | 'expected'>;

/** What pictures are drawn from. Voxel offsets of the lesions and the tissues are on the canonical volume's grid. */
export interface KeyImageInput {
  /** Canonical: axes along +L, +P, +S. */
  readonly volume: Volume;
  readonly lesions: readonly Lesion[];
  readonly groups: readonly ShownGroup[];
  /** Without it, the table stays in the overview. */
  readonly anatomy: Pick<Anatomy, 'tissue'> | null;
  /** Lesion ids that the reader rejected: not drawn. */
  readonly rejected?: ReadonlySet<string>;
  /** Written into the pictures' own text. */
  readonly manifest?: {
    readonly version: string;
    readonly knowledgeVersion: string;
    readonly settingsHash: string;
    readonly inputHash: string;
  };
}
