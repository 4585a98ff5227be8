/** What the left button does on an image. Middle pans and right zooms whatever the tool. */
export const TOOLS = ['window', 'cross', 'pan', 'zoom', 'probe', 'length', 'ellipse', 'paint', 'erase', 'grow'] as const;
export type Tool = (typeof TOOLS)[number];

export const TOOL_WORDS: Readonly<Record<Tool, string>> = {
  window: 'Window',
  cross: 'Cross',
  pan: 'Pan',
  zoom: 'Zoom',
  probe: 'HU probe',
  length: 'Length',
  ellipse: 'Ellipse',
  paint: 'Paint',
  erase: 'Erase',
  grow: 'Grow',
};
