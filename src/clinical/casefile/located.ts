import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import type { Issue } from '../../core/index.ts';
import { issue } from '../../core/index.ts';
import { bracketDepth, forbiddenKeyIssue, isForbiddenKey, LIMITS } from '../guard/index.ts';

/** A YAML value with the line it stands in (1-based). */
export type Located = { readonly line: number } & (
  | { readonly kind: 'scalar'; readonly value: string | number | boolean | null }
  | { readonly kind: 'list'; readonly items: readonly Located[] }
  | { readonly kind: 'map'; readonly entries: ReadonlyMap<string, Located> }
);

/** Block indentation deeper than this is no case file; the parser would recurse as deep. */
const DEEPEST_DASHES = LIMITS.depth;

/** YAML 1.2 or JSON text to located values; `value` is null when it is refused whole. */
export function parseLocated(text: string, where: string): { value: Located | null; issues: Issue[] } {
  const issues: Issue[] = [];
  const refuse = (code: string, expected: string, received: string): { value: null; issues: Issue[] } => ({
    value: null,
    issues: [
      ...issues,
      issue('error', { code, where, expected, received, fix: 'Nothing was read from this file; mend it and read again.' }),
    ],
  });
  if (text.length > LIMITS.yamlBytes)
    return refuse('clinical-too-large', `at most ${LIMITS.yamlBytes} characters`, `${text.length} characters`);
  if (bracketDepth(text, LIMITS.depth) > LIMITS.depth || deepBlocks(text))
    return refuse('clinical-too-deep', `at most ${LIMITS.depth} levels`, 'deeper nesting');
  const lines = new LineCounter();
  try {
    const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, stringKeys: false, strict: true });
    for (const error of document.errors.slice(0, 5)) {
      const line = lines.linePos(error.pos[0]).line;
      issues.push(
        issue('error', {
          code: error.code === 'DUPLICATE_KEY' ? 'case-duplicate-key' : 'case-yaml-broken',
          where: `${where}:${line}`,
          expected: 'YAML or JSON',
          received: error.message.slice(0, 160),
          fix: 'Mend this line; what could be read around it was read.',
        }),
      );
    }
    const walk = new Walk(lines, where, issues);
    const value = document.contents ? walk.node(document.contents as Node, 0) : null;
    if (walk.spent)
      return refuse('clinical-too-many-nodes', `at most ${LIMITS.nodes} values, aliases followed`, 'more (aliases of aliases?)');
    return { value, issues };
  } catch (error) {
    return refuse('case-yaml-broken', 'YAML or JSON', (error as Error).message.slice(0, 120));
  }
}

/** `- - - -` and ever deeper indentation nest without brackets. */
function deepBlocks(text: string): boolean {
  for (const line of text.split('\n')) {
    const lead = /^(?:[ \t]|- |\? |: )*/.exec(line)?.[0] ?? '';
    if ((lead.match(/[-?:] /g)?.length ?? 0) > DEEPEST_DASHES || lead.length > 4 * DEEPEST_DASHES) return true;
  }
  return false;
}

class Walk {
  private readonly anchors = new Map<string, Node>();
  private visited = 0;
  spent = false;
  private readonly lines: LineCounter;
  private readonly where: string;
  private readonly issues: Issue[];

  constructor(lines: LineCounter, where: string, issues: Issue[]) {
    this.lines = lines;
    this.where = where;
    this.issues = issues;
  }

  node(node: Node | null, depth: number): Located {
    const line = node?.range ? this.lines.linePos(node.range[0]).line : 0;
    if (++this.visited > LIMITS.nodes || depth > LIMITS.depth) this.spent = true;
    if (this.spent || !node) return { line, kind: 'scalar', value: null };
    if (isAlias(node)) {
      const target = this.anchors.get(node.source);
      if (target) return { ...this.node(target, depth + 1), line };
      this.problem(line, 'case-alias-unknown', 'an anchor defined above', `*${node.source.slice(0, 40)}`);
      return { line, kind: 'scalar', value: null };
    }
    if ('anchor' in node && node.anchor) this.anchors.set(node.anchor, node);
    if (isSeq(node)) return { line, kind: 'list', items: node.items.map((item) => this.node(item as Node, depth + 1)) };
    if (isMap(node)) {
      const entries = new Map<string, Located>();
      for (const pair of node.items) {
        const key = isScalar(pair.key) ? String(pair.key.value) : '[compound key]';
        if (isForbiddenKey(key)) this.issues.push(forbiddenKeyIssue(`${this.where}:${line}`, key));
        else entries.set(key, this.node(pair.value as Node | null, depth + 1));
      }
      return { line, kind: 'map', entries };
    }
    const value: unknown = isScalar(node) ? node.value : null;
    const simple = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' || value === null;
    return { line, kind: 'scalar', value: simple ? value : String(value) };
  }

  private problem(line: number, code: string, expected: string, received: string): void {
    this.issues.push(issue('warning', { code, where: `${this.where}:${line}`, expected, received, fix: 'The value was left out.' }));
  }
}

export const scalarText = (value: Located | undefined): string | null => {
  if (value?.kind !== 'scalar' || value.value === null || typeof value.value === 'boolean') return null;
  const text = String(value.value).trim();
  return text === '' ? null : text;
};
/** Words for an issue: what stood there. */
export const describeLocated = (value: Located): string =>
  value.kind === 'scalar'
    ? String(value.value)
    : value.kind === 'list'
      ? `a list of ${value.items.length}`
      : `a mapping with ${[...value.entries.keys()].slice(0, 6).join(', ') || 'no key'}`;
