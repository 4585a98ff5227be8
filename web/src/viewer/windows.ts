import type { StatedWindow } from '../../../src/core/index.ts';

/** Window presets as in the viewers people know, on 1 to 5, and one for calcium. Width and level in HU. */
export const PRESETS = [
  { name: 'Soft tissue', widthHu: 400, levelHu: 40 },
  { name: 'Bone', widthHu: 2500, levelHu: 480 },
  { name: 'Lung', widthHu: 1500, levelHu: -600 },
  { name: 'Liver', widthHu: 150, levelHu: 90 },
  { name: 'Brain', widthHu: 80, levelHu: 40 },
  { name: 'Calcium', widthHu: 1500, levelHu: 450 },
] as const;

export interface Window {
  readonly widthHu: number;
  readonly levelHu: number;
}

/** The presets, and after them the windows that the file itself recommends. */
export function windowsOf(stated: readonly StatedWindow[]): readonly (Window & { readonly name: string })[] {
  return [...PRESETS, ...stated.map((each, n) => ({ ...each, name: stated.length > 1 ? `File ${n + 1}` : 'File' }))];
}

/** The file's own window; pressed again, its next one. null when it states none. */
export function ownWindow(stated: readonly StatedWindow[], preset: number | null): { preset: number; window: Window } | null {
  if (!stated.length) return null;
  const at = preset === null || preset < PRESETS.length ? 0 : (preset - PRESETS.length + 1) % stated.length;
  const { levelHu, widthHu } = stated[at];
  return { preset: PRESETS.length + at, window: { levelHu, widthHu } };
}

export const LOWEST_HU = -32768;
const OPAQUE = 0xff000000;

/** Grey of every int16 as an opaque pixel (the bytes R, G, B are equal, so their order does not matter): one look-up per pixel. */
export function greyTable(window: Window, inverted: boolean): Uint32Array {
  const table = new Uint32Array(65536);
  const low = window.levelHu - window.widthHu / 2;
  for (let i = 0; i < table.length; i++) {
    const share = Math.min(255, Math.max(0, ((i + LOWEST_HU - low) / window.widthHu) * 255));
    const grey = Math.round(inverted ? 255 - share : share);
    table[i] = (OPAQUE | (grey << 16) | (grey << 8) | grey) >>> 0;
  }
  return table;
}
