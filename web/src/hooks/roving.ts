import type { FocusEvent, KeyboardEvent } from 'react';

const BACK = { vertical: 'ArrowUp', horizontal: 'ArrowLeft' } as const;
const FORTH = { vertical: 'ArrowDown', horizontal: 'ArrowRight' } as const;

const stops = (list: HTMLElement): HTMLElement[] => [...list.querySelectorAll<HTMLElement>('[data-stop]')];

/** One stop of the Tab key per list; arrows, Home and End go on inside it. Returns true when the key was used. */
export function moveInList(event: KeyboardEvent<HTMLElement>, way: 'vertical' | 'horizontal'): boolean {
  const all = stops(event.currentTarget);
  const at = all.findIndex((each) => each === document.activeElement || each.contains(document.activeElement));
  const { key } = event;
  const next =
    key === FORTH[way]
      ? Math.min(all.length - 1, at + 1)
      : key === BACK[way]
        ? Math.max(0, at - 1)
        : key === 'Home'
          ? 0
          : key === 'End'
            ? all.length - 1
            : null;
  if (next === null || at < 0 || !all[next]) return false;
  event.preventDefault();
  all[next].focus();
  return true;
}

/** Keeps Tab at the stop that had the focus last. */
export function keepStop(event: FocusEvent<HTMLElement>): void {
  const stop = (event.target as HTMLElement).closest<HTMLElement>('[data-stop]');
  if (!stop) return;
  for (const each of stops(event.currentTarget)) each.tabIndex = each === stop ? 0 : -1;
}
