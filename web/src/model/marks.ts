import type { Vector3 } from '../../../src/core/index.ts';

/** What a reader measured: ends of a length, corners of an ellipse's box, or one point. Points in patient space, LPS mm. */
export interface Mark {
  readonly id: string;
  readonly kind: 'length' | 'ellipse' | 'probe';
  readonly plane: 'axial' | 'coronal' | 'sagittal';
  readonly pointsMm: readonly Vector3[];
}

export const MARK_POINTS: Readonly<Record<Mark['kind'], 1 | 2>> = { length: 2, ellipse: 2, probe: 1 };

/** The next free name: M1, M2... */
export function nextMarkId(marks: readonly Mark[]): string {
  const most = marks.reduce((highest, each) => Math.max(highest, Number(each.id.slice(1))), 0);
  return `M${most + 1}`;
}
