/** Text that is safe to stand in a page. Made only by {@link html}, which escapes all that it is given. */
export interface Markup {
  readonly markup: string;
}

type Slot = string | number | null | Markup | readonly Markup[];

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Control characters and the marks that turn text round: nothing a name needs, all that a forged report does. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const INVISIBLE = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u200B\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF]/g;

/** Half of a pair: not text, and it could not be written as UTF-8. */
const LONE_SURROGATE = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;

export const escapeText = (text: string): string =>
  text
    .replace(LONE_SURROGATE, '\uFFFD')
    .replace(INVISIBLE, '\uFFFD')
    .replace(/[&<>"']/g, (each) => ENTITIES[each]);

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
