/** What a key does. Window presets and the common keys are those of other viewers; the rest is shown with `?`. */
interface Entry {
  readonly key: string;
  readonly words: string;
  readonly command: string;
}
const entry = <C extends string>(command: C, key: string, words: string): { command: C; key: string; words: string } => ({
  command,
  key,
  words,
});

export const SHEET = [
  {
    title: 'Lesions',
    keys: [
      entry('next-lesion', 'N', 'next lesion'),
      entry('previous-lesion', 'P', 'previous lesion'),
      entry('accept', 'A', 'accept; again: take back'),
      entry('reject', 'X', 'reject; again: take back'),
      entry('merge', 'M', 'merge with the next one chosen; again: leave'),
      entry('split', 'S', 'split at its neck'),
      entry('split-bone', 'K', 'split from bone'),
      entry('compartment', 'J', 'change the compartment'),
      entry('tool-paint', 'B', 'paint voxels (a new lesion when none is chosen)'),
      entry('tool-erase', 'E', 'erase voxels'),
      entry('tool-grow', 'U', 'grow from a voxel to the threshold'),
      entry('brush-smaller', '[', 'smaller brush'),
      entry('brush-larger', ']', 'larger brush'),
      entry('deselect', 'Shift+N', 'choose none'),
      entry('excluded', 'Shift+X', 'what was not counted, and why'),
      entry('reasons', 'G', 'go to the reasons'),
      entry('ranking', 'D', 'differential shown or hidden'),
    ],
  },
  {
    title: 'Images',
    keys: [
      entry('slice-up', 'ArrowUp', 'slice up'),
      entry('slice-down', 'ArrowDown', 'slice down'),
      entry('slices-up', 'PageUp', 'ten slices up'),
      entry('slices-down', 'PageDown', 'ten slices down'),
      entry('slice-first', 'Home', 'first slice'),
      entry('slice-last', 'End', 'last slice'),
      entry('previous-plane', 'ArrowLeft', 'plane before'),
      entry('next-plane', 'ArrowRight', 'next plane'),
      entry('preset-1', '1', 'window: soft tissue'),
      entry('preset-2', '2', 'window: bone'),
      entry('preset-3', '3', 'window: lung'),
      entry('preset-4', '4', 'window: liver'),
      entry('preset-5', '5', 'window: brain'),
      entry('preset-6', '6', 'window: calcium'),
      entry('preset-file', '7', "window: the file's own; again: its next"),
      entry('invert', 'I', 'invert'),
      entry('rotate-right', 'R', 'turn right'),
      entry('rotate-left', 'L', 'turn left'),
      entry('flip-x', 'H', 'flip left and right'),
      entry('flip-y', 'V', 'flip top and bottom'),
      entry('cine', 'C', 'cine, on or off'),
      entry('slab', 'Shift+M', 'slab maximum, on or off'),
      entry('slab-thinner', ',', 'thinner slab'),
      entry('slab-thicker', '.', 'thicker slab'),
      entry('zoom-in', '+', 'zoom in'),
      entry('zoom-out', '-', 'zoom out'),
      entry('reset-view', ' ', 'reset the view'),
      entry('layout', 'Y', 'next layout'),
      entry('prior', 'Shift+O', 'prior beside: choose one, then shown or hidden'),
      entry('prior-link', 'Shift+L', 'prior follows, or stays where it is'),
      entry('prior-up', 'Shift+PageUp', 'prior alone one slice up'),
      entry('prior-down', 'Shift+PageDown', 'prior alone one slice down'),
      entry('toggle-overlay', 'T', 'outlines on or off; hold to peek'),
    ],
  },
  {
    title: 'Tools',
    keys: [
      entry('tool-window', 'W', 'window (drag)'),
      entry('tool-zoom', 'Z', 'zoom (drag)'),
      entry('tool-pan', 'Shift+P', 'pan (drag)'),
      entry('tool-cross', 'Shift+C', 'cross (drag)'),
      entry('tool-probe', 'Shift+H', 'HU probe'),
      entry('tool-length', 'Q', 'length'),
      entry('tool-ellipse', 'Shift+E', 'ellipse'),
      entry('act', 'Enter', 'use the tool at the cross; a length or ellipse: first and second point'),
      entry('cross-left', 'Shift+ArrowLeft', 'cross to the left'),
      entry('cross-right', 'Shift+ArrowRight', 'cross to the right'),
      entry('cross-up', 'Shift+ArrowUp', 'cross up'),
      entry('cross-down', 'Shift+ArrowDown', 'cross down'),
      entry('delete-mark', 'Backspace', 'delete the chosen measurement'),
    ],
  },
  {
    title: 'Work',
    keys: [
      entry('find', 'F', 'find a finding, condition or test'),
      entry('undo', 'Ctrl+Z', 'undo'),
      entry('redo', 'Ctrl+Y', 'redo'),
      entry('home', 'O', 'studies, and open files'),
      entry('shortcuts', '?', 'this sheet'),
      entry('escape', 'Escape', 'close, cancel, leave a field'),
    ],
  },
] as const satisfies readonly { readonly title: string; readonly keys: readonly Entry[] }[];

export type Command = (typeof SHEET)[number]['keys'][number]['command'];

export interface KeyPress {
  readonly key: string;
  readonly ctrl: boolean;
  readonly shift: boolean;
  readonly alt: boolean;
  /** The focus is where text is typed. */
  readonly typing: boolean;
}

/** Keys that the reader changed, by command. */
export type Rebound = Readonly<Partial<Record<Command, string>>>;

const ALL: readonly { readonly command: Command; readonly key: string; readonly words: string }[] = SHEET.flatMap((each) => [...each.keys]);
/** Escape always lets go, and the sheet can always be opened: neither can be given away. */
export const FIXED: readonly Command[] = ['escape', 'shortcuts'];

export const keyOf = (command: Command, rebound: Rebound = {}): string =>
  rebound[command] ?? ALL.find((each) => each.command === command)?.key ?? '';

/** `Ctrl+Z`, `Shift+ArrowUp`, `?`: how a press is named. Shift counts for letters and named keys; a sign already tells it. */
export function pressName(press: Pick<KeyPress, 'key' | 'ctrl' | 'shift'>): string {
  const named = press.key.length > 1 || /[a-z]/i.test(press.key);
  const key = press.key.length === 1 ? press.key.toUpperCase() : press.key;
  return `${press.ctrl ? 'Ctrl+' : ''}${press.shift && named ? 'Shift+' : ''}${key}`;
}

/** Commands by key name. */
export function keyTable(rebound: Rebound = {}): ReadonlyMap<string, Command> {
  const table = new Map<string, Command>();
  for (const { command } of ALL) table.set(keyOf(command, rebound).toUpperCase(), command);
  return table;
}

/** Gives a key to a command. A command that had it takes the other's old key, so that none is lost. */
export function rebind(rebound: Rebound, command: Command, key: string): Rebound {
  if (FIXED.includes(command)) return rebound;
  const holder = keyTable(rebound).get(key.toUpperCase());
  if (holder === command || (holder && FIXED.includes(holder))) return rebound;
  const before = keyOf(command, rebound);
  return { ...rebound, [command]: key, ...(holder ? { [holder]: before } : {}) };
}

const DEFAULT_TABLE = keyTable();
const ALIAS: Readonly<Record<string, string>> = { '=': '+', 'CTRL+SHIFT+Z': 'CTRL+Y', DELETE: 'BACKSPACE' };

/** The command of a key press, or null when the press belongs to the browser or to the field with the focus. */
export function commandOf(press: KeyPress, table: ReadonlyMap<string, Command> = DEFAULT_TABLE): Command | null {
  if (press.alt) return null;
  if (press.key === 'Escape') return 'escape';
  if (press.typing) return null;
  const name = pressName(press).toUpperCase();
  return table.get(name) ?? table.get(ALIAS[name] ?? '') ?? null;
}

export const keyWords = (key: string): string => (key === ' ' ? 'Space' : key.replace('Arrow', ''));

const STORED = 'calcimap.keys';

/** Changed keys are kept in this browser alone. */
export function loadRebound(storage: Pick<Storage, 'getItem'>): Rebound {
  try {
    const kept: unknown = JSON.parse(storage.getItem(STORED) ?? '{}');
    if (typeof kept !== 'object' || kept === null) return {};
    let rebound: Rebound = {};
    const known = new Set<string>(ALL.map((each) => each.command));
    for (const [command, key] of Object.entries(kept))
      if (known.has(command) && typeof key === 'string' && key) rebound = { ...rebound, [command]: key };
    return rebound;
  } catch {
    return {};
  }
}

export function saveRebound(storage: Pick<Storage, 'setItem'>, rebound: Rebound): void {
  try {
    storage.setItem(STORED, JSON.stringify(rebound));
  } catch {
    // a browser that keeps nothing still has the keys of this visit
  }
}
