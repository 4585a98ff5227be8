/** What a key does. Window presets and the common keys are those of other viewers; the rest is shown with `?`. */
export type Command =
  | 'next-lesion'
  | 'previous-lesion'
  | 'accept'
  | 'reject'
  | 'toggle-overlay'
  | 'reasons'
  | 'ranking'
  | 'find'
  | 'slice-up'
  | 'slice-down'
  | 'slice-first'
  | 'slice-last'
  | 'slices-up'
  | 'slices-down'
  | 'next-plane'
  | 'zoom-in'
  | 'zoom-out'
  | 'reset-view'
  | 'invert'
  | 'preset-1'
  | 'preset-2'
  | 'preset-3'
  | 'preset-4'
  | 'preset-5'
  | 'preset-6'
  | 'undo'
  | 'redo'
  | 'open'
  | 'home'
  | 'shortcuts'
  | 'escape';

export interface KeyPress {
  readonly key: string;
  readonly ctrl: boolean;
  readonly shift: boolean;
  readonly alt: boolean;
  /** The focus is where text is typed. */
  readonly typing: boolean;
}

export const SHEET: readonly { readonly title: string; readonly keys: readonly (readonly [string, string, Command])[] }[] = [
  {
    title: 'Lesions',
    keys: [
      ['N', 'next lesion', 'next-lesion'],
      ['P', 'previous lesion', 'previous-lesion'],
      ['A', 'accept; again: take back', 'accept'],
      ['X', 'reject; again: take back', 'reject'],
      ['G', 'go to the reasons', 'reasons'],
      ['D', 'differential shown or hidden', 'ranking'],
    ],
  },
  {
    title: 'Images',
    keys: [
      ['ArrowUp', 'slice up', 'slice-up'],
      ['ArrowDown', 'slice down', 'slice-down'],
      ['PageUp', 'ten slices up', 'slices-up'],
      ['PageDown', 'ten slices down', 'slices-down'],
      ['Home', 'first slice', 'slice-first'],
      ['End', 'last slice', 'slice-last'],
      ['V', 'next plane', 'next-plane'],
      ['1', 'window: soft tissue', 'preset-1'],
      ['2', 'window: bone', 'preset-2'],
      ['3', 'window: calcium', 'preset-3'],
      ['4', 'window: lung', 'preset-4'],
      ['5', 'window: liver', 'preset-5'],
      ['6', 'window: brain', 'preset-6'],
      ['I', 'invert', 'invert'],
      ['+', 'zoom in', 'zoom-in'],
      ['-', 'zoom out', 'zoom-out'],
      [' ', 'reset the view', 'reset-view'],
      ['T', 'outlines on or off', 'toggle-overlay'],
    ],
  },
  {
    title: 'Work',
    keys: [
      ['F', 'find a finding, condition or test', 'find'],
      ['Ctrl+Z', 'undo', 'undo'],
      ['Ctrl+Y', 'redo', 'redo'],
      ['O', 'open files', 'open'],
      ['S', 'list of studies', 'home'],
      ['?', 'this sheet', 'shortcuts'],
      ['Escape', 'close, cancel, leave a field', 'escape'],
    ],
  },
];

const BY_KEY = new Map<string, Command>(
  SHEET.flatMap((each) => each.keys.map(([key, , command]) => [key.toLowerCase(), command] as const)),
);
BY_KEY.set('=', 'zoom-in');

/** The command of a key press, or null when the press belongs to the browser or to the field with the focus. */
export function commandOf(press: KeyPress): Command | null {
  if (press.alt) return null;
  const key = press.key.toLowerCase();
  if (press.ctrl) {
    if (press.typing) return null;
    if (key === 'z') return press.shift ? 'redo' : 'undo';
    return key === 'y' ? 'redo' : null;
  }
  if (key === 'escape') return 'escape';
  if (press.typing) return null;
  return BY_KEY.get(key) ?? null;
}

export const keyWords = (key: string): string => (key === ' ' ? 'Space' : key.replace('Arrow', ''));
