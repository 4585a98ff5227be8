import type { Finding, Pattern } from '../../core/index.ts';

export interface StatedPattern {
  readonly pattern: Pattern;
  readonly patternProbability: Readonly<Partial<Record<Pattern, number>>>;
  readonly patternRules: readonly { readonly rule: string; readonly fired: boolean; readonly counts: Readonly<Record<string, number>> }[];
}

/**
 * The pattern of a case without image, from what was stated. The two distributions follow the founding letter:
 * circumscripta = skin and subcutaneous tissue, localized; universalis = skin, subcutaneous tissue, muscle and tendon,
 * diffuse. A pattern that was stated outright is taken as stated.
 */
export function statedPattern(findings: readonly Finding[]): StatedPattern {
  const present = new Set(findings.filter((each) => each.state === 'present').map((each) => each.finding));
  const count = (...ids: string[]): number => ids.filter((id) => present.has(id)).length;
  const superficial = count('compartment-skin', 'compartment-subcutaneous');
  const deep = count('compartment-fascia', 'compartment-muscle', 'compartment-tendon');
  const vessel = count('compartment-artery', 'compartment-vein');
  const joint = count('compartment-periarticular', 'compartment-articular');
  const localized = count('dist-localized');
  const widespread = count('dist-widespread');
  const rules: readonly { rule: string; pattern: Pattern; fired: boolean; counts: Record<string, number> }[] = [
    { rule: 'tumoral was stated', pattern: 'tumoral', fired: present.has('dist-tumoral'), counts: {} },
    { rule: 'universalis was stated', pattern: 'universalis', fired: present.has('dist-universalis'), counts: {} },
    { rule: 'circumscripta was stated', pattern: 'circumscripta', fired: present.has('dist-circumscripta'), counts: {} },
    {
      rule: 'widespread, in skin or fat and also in fascia, muscle or tendon: universalis',
      pattern: 'universalis',
      fired: widespread > 0 && superficial > 0 && deep > 0,
      counts: { widespread, superficial, deep },
    },
    {
      rule: 'in skin or fat alone and not widespread: circumscripta',
      pattern: 'circumscripta',
      fired: superficial > 0 && deep + vessel + joint === 0 && widespread === 0,
      counts: { superficial, deep, vessel, joint, localized, widespread },
    },
    {
      rule: 'in vessel walls alone: vascular',
      pattern: 'vascular',
      fired: vessel > 0 && superficial + deep + joint === 0,
      counts: { vessel },
    },
    {
      rule: 'at joints alone: periarticular',
      pattern: 'periarticular',
      fired: joint > 0 && superficial + deep + vessel === 0,
      counts: { joint },
    },
    {
      rule: 'in compartments of several kinds: mixed',
      pattern: 'mixed',
      fired: superficial + deep + vessel + joint > 1,
      counts: { superficial, deep, vessel, joint },
    },
  ];
  const first = rules.find((each) => each.fired);
  const patternRules = rules.map(({ rule, fired, counts }) => ({ rule, fired, counts }));
  if (!first) return { pattern: 'none', patternProbability: {}, patternRules };
  return { pattern: first.pattern, patternProbability: { [first.pattern]: 1 }, patternRules };
}
