import { useEffect, useMemo, useRef } from 'react';
import { type Command, commandOf, keyTable, type Rebound } from '../model/keys.ts';

const TYPES_TEXT = new Set(['text', 'search', 'number', 'email', 'url', '']);

function isTyping(target: EventTarget | null): boolean {
  if (target instanceof HTMLInputElement) return TYPES_TEXT.has(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}

/** Enter and Space on a button, and arrows in a list, belong to what has the focus. */
function ownsKey(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if ((key === ' ' || key === 'Enter') && target.closest('button,summary,a,[role="tab"]')) return true;
  if (target instanceof HTMLInputElement && target.type === 'range') return key.startsWith('Arrow') || key === 'Home' || key === 'End';
  if (key.startsWith('Arrow') && target.closest('[role="tablist"],[role="radiogroup"]')) return true;
  return key.startsWith('Arrow') && target.closest('[data-arrows]') !== null;
}

/** A key held longer than this was held on purpose. */
const HELD_MS = 300;

/**
 * Calls `act` for every key that means something; `act` returns false for what it does not do now. A key that is let go
 * after it was held is told to `held`.
 */
export function useKeys(act: (command: Command) => boolean, held: (command: Command) => void, rebound: Rebound): void {
  const table = useMemo(() => keyTable(rebound), [rebound]);
  const latest = useRef({ act, held, table });
  latest.current = { act, held, table };
  useEffect(() => {
    const down = new Map<string, { command: Command; since: number }>();
    const listen = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || ownsKey(event.target, event.key)) return;
      const command = commandOf(
        {
          key: event.key,
          ctrl: event.ctrlKey || event.metaKey,
          shift: event.shiftKey,
          alt: event.altKey,
          typing: isTyping(event.target),
        },
        latest.current.table,
      );
      if (!command) return;
      if (event.repeat && down.get(event.code)?.command === 'toggle-overlay') return;
      if (!event.repeat) down.set(event.code, { command, since: event.timeStamp });
      if (latest.current.act(command)) event.preventDefault();
    };
    const release = (event: KeyboardEvent): void => {
      const pressed = down.get(event.code);
      down.delete(event.code);
      if (pressed && event.timeStamp - pressed.since > HELD_MS) latest.current.held(pressed.command);
    };
    window.addEventListener('keydown', listen);
    window.addEventListener('keyup', release);
    return () => {
      window.removeEventListener('keydown', listen);
      window.removeEventListener('keyup', release);
    };
  }, []);
}
