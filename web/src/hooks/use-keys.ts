import { useEffect, useRef } from 'react';
import { type Command, commandOf } from '../model/keys.ts';

const TYPES_TEXT = new Set(['text', 'search', 'number', 'email', 'url', '']);

function isTyping(target: EventTarget | null): boolean {
  if (target instanceof HTMLInputElement) return TYPES_TEXT.has(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}

/** Enter and Space on a button, and arrows in a list, belong to what has the focus. */
function ownsKey(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (key === ' ' && target.closest('button,summary,a')) return true;
  return key.startsWith('Arrow') && target.closest('[data-arrows]') !== null;
}

/** Calls `act` for every key that means something; `act` returns false for what it does not do now. */
export function useKeys(act: (command: Command) => boolean): void {
  const latest = useRef(act);
  latest.current = act;
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || ownsKey(event.target, event.key)) return;
      const command = commandOf({
        key: event.key,
        ctrl: event.ctrlKey || event.metaKey,
        shift: event.shiftKey,
        alt: event.altKey,
        typing: isTyping(event.target),
      });
      if (command && latest.current(command)) event.preventDefault();
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);
}
