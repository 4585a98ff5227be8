/** Control characters and the marks that turn text round: nothing a name needs, all that a forged report does. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const INVISIBLE = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u200B\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF]/g;

/** Half of a pair: not text, and it could not be written as UTF-8. */
const LONE_SURROGATE = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;

/** Text as a page may show it: what hides or turns it is replaced by the sign for an unknown character. */
export const visibleText = (text: string): string => text.replace(LONE_SURROGATE, '\uFFFD').replace(INVISIBLE, '\uFFFD');
