import { visibleText } from '../wording/index.ts';

/** Text that is safe to stand in a page. Made only by {@link html}, which escapes all that it is given. */
export interface Markup {
  readonly markup: string;
}

type Slot = string | number | null | Markup | readonly Markup[];

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

export const escapeText = (text: string): string => visibleText(text).replace(/[&<>"']/g, (each) => ENTITIES[each]);

function slotText(slot: Slot): string {
  if (slot === null) return '';
  if (typeof slot === 'string') return escapeText(slot);
  if (typeof slot === 'number') return String(slot);
  return 'markup' in slot ? slot.markup : slot.map((each) => each.markup).join('');
}

/** A template whose slots are escaped, for element content and for attribute values in double quotes. */
export function html(strings: TemplateStringsArray, ...slots: readonly Slot[]): Markup {
  let markup = strings[0];
  slots.forEach((slot, index) => {
    markup += slotText(slot) + strings[index + 1];
  });
  return { markup };
}

export const NOTHING: Markup = { markup: '' };

/** Text of our own that holds no input: the style sheet, encoded pictures. */
export const trusted = (markup: string): Markup => ({ markup });
