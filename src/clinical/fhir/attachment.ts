import type { Issue } from '../../core/index.ts';
import { issue } from '../../core/index.ts';
import { LIMITS, own, shown, textOf } from '../guard/index.ts';

/** The text of an inline attachment: plain text as it is, (X)HTML with its tags taken away, never run; a URL is not fetched. */
export function textOfAttachment(attachment: unknown, where: string): { text: string | null; issues: Issue[] } {
  const type = textOf(own(attachment, 'contentType'))?.toLowerCase() ?? '';
  const data = textOf(own(attachment, 'data'));
  const skip = (code: string, expected: string, received: string): { text: null; issues: Issue[] } => ({
    text: null,
    issues: [issue('note', { code, where, expected, received, fix: 'The attachment was not read.' })],
  });
  if (data === null)
    return own(attachment, 'url') === undefined
      ? { text: null, issues: [] }
      : skip('fhir-attachment-elsewhere', 'inline data', 'an address; nothing is fetched');
  if (!/^text\/|xhtml|html/.test(type)) return skip('fhir-attachment-kind', 'text', shown(type || 'no content type'));
  if (data.length > 4 * LIMITS.textLength)
    return skip('clinical-too-large', `at most ${LIMITS.textLength} characters`, `${data.length} characters of base64`);
  const bytes = fromBase64(data);
  if (bytes === null) return skip('fhir-invalid', 'base64', shown(data.slice(0, 40)));
  const text = new TextDecoder().decode(bytes);
  return { text: /html/.test(type) ? withoutTags(text) : text, issues: [] };
}

function fromBase64(data: string): Uint8Array | null {
  try {
    return Uint8Array.from(atob(data.replace(/\s+/g, '')), (each) => each.charCodeAt(0));
  } catch {
    return null;
  }
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ', micro: 'µ' };

/** Tags become breaks, scripts and styles go with what is in them; the result is text, to be escaped where it is shown. */
export function withoutTags(html: string): string {
  return html
    .replace(/<(script|style|head)\b[\s\S]*?(<\/\1\s*>|$)/gi, ' ')
    .replace(/<\/?(br|p|div|li|tr|h\d)\b[^<>]*>/gi, '\n')
    .replace(/<[^<>]*>/g, ' ')
    .replace(/&(#x?[0-9a-f]{1,6}|[a-z]{2,6});/gi, (whole, name: string) => {
      if (!name.startsWith('#')) return Object.hasOwn(ENTITIES, name.toLowerCase()) ? ENTITIES[name.toLowerCase()] : whole;
      const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
      return code > 31 && code < 0x110000 ? String.fromCodePoint(code) : ' ';
    })
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{2,}/g, '\n')
    .trim();
}
