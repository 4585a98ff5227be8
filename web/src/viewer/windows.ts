/** Window presets as in the viewers people know, and one for calcium. Width and level in HU. */
export const PRESETS = [
  { name: 'Soft tissue', widthHu: 400, levelHu: 40 },
  { name: 'Bone', widthHu: 2500, levelHu: 480 },
  { name: 'Calcium', widthHu: 1500, levelHu: 450 },
  { name: 'Lung', widthHu: 1500, levelHu: -600 },
  { name: 'Liver', widthHu: 150, levelHu: 90 },
  { name: 'Brain', widthHu: 80, levelHu: 40 },
] as const;

export interface Window {
  readonly widthHu: number;
  readonly levelHu: number;
}

const LOWEST_HU = -32768;

/** Grey for every int16, so that drawing is one look-up per pixel. */
export function greyTable(window: Window, inverted: boolean): Uint8Array {
  const table = new Uint8Array(65536);
  const low = window.levelHu - window.widthHu / 2;
  for (let i = 0; i < table.length; i++) {
    const grey = Math.min(255, Math.max(0, ((i + LOWEST_HU - low) / window.widthHu) * 255));
    table[i] = inverted ? 255 - grey : grey;
  }
  return table;
}
