/** Mean Gregorian year, in days: ages are conventional, not calendar sums. */
const DAYS_PER_YEAR = 365.2425;
const PER_YEAR: Readonly<Record<string, number>> = {
  y: 1,
  mo: 1 / 12,
  w: 7 / DAYS_PER_YEAR,
  d: 1 / DAYS_PER_YEAR,
  h: 1 / (24 * DAYS_PER_YEAR),
};
const NAMES: readonly (readonly [RegExp, keyof typeof PER_YEAR])[] = [
  [/^(y|a|yr|yrs|yo|y\/o|year|years)$/, 'y'],
  [/^(mo|mon|mos|mth|mths|month|months)$/, 'mo'],
  [/^(w|wk|wks|week|weeks)$/, 'w'],
  [/^(d|day|days)$/, 'd'],
  [/^(h|hr|hrs|hour|hours)$/, 'h'],
];
/** The oldest age taken as one (the longest documented life is 122 years). */
export const OLDEST_YEARS = 125;

/** A length of time in years from a count and a unit word (`mo`, `weeks`, UCUM `a`); null when the word is none. */
export function yearsFrom(count: number, unit: string): number | null {
  const name = NAMES.find(([pattern]) => pattern.test(unit.toLowerCase().replace(/\.$/, '')))?.[1];
  return name === undefined ? null : count * PER_YEAR[name];
}

/**
 * An age in years from `34 y`, `5 mo`, `3 d`, `2 weeks`, ISO 8601 `P3Y8M` or DICOM `034Y`; null when it is none of
 * these or not within 0..{@link OLDEST_YEARS}.
 */
export function parseAge(text: string): number | null {
  const trimmed = text.trim();
  const iso = /^P(?:(\d+(?:\.\d+)?)Y)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)W)?(?:(\d+(?:\.\d+)?)D)?(?:T(?:(\d+(?:\.\d+)?)H)?.*)?$/i.exec(
    trimmed,
  );
  if (iso && trimmed.length > 1) {
    const [, y, mo, w, d, h] = iso.map((part) => Number(part ?? 0));
    return within(y + mo * PER_YEAR['mo'] + w * PER_YEAR['w'] + d * PER_YEAR['d'] + h * PER_YEAR['h']);
  }
  const parts = [...trimmed.matchAll(/(\d+(?:\.\d+)?)\s*([a-z/]+)\.?/gi)];
  if (
    parts.length === 0 ||
    parts
      .map((part) => part[0])
      .join('')
      .replace(/\s/g, '') !== trimmed.replace(/[\s,]|and/g, '')
  )
    return null;
  let years = 0;
  for (const [, count, rawUnit] of parts) {
    const unit = /^\d+M$/.test(trimmed) ? 'mo' : rawUnit;
    const part = yearsFrom(Number(count), unit);
    if (part === null) return null;
    years += part;
  }
  return within(years);
}

const within = (years: number): number | null => (Number.isFinite(years) && years >= 0 && years <= OLDEST_YEARS ? years : null);

/** A calendar date YYYY-MM-DD (month and day may miss) from ISO, HL7 `20240301...` or a Date-like string; null when none. */
export function parseDate(text: string): string | null {
  const trimmed = text.trim();
  const hit =
    /^(\d{4})-(\d{2})(?:-(\d{2}))?(?:[T ].*)?$/.exec(trimmed) ??
    /^(\d{4})(\d{2})(\d{2})(?:\d{2,6}(?:\.\d+)?)?(?:[+-]\d{4})?$/.exec(trimmed) ??
    /^(\d{4})()()$/.exec(trimmed);
  if (!hit) return null;
  const [, year, month, day] = hit;
  if (month && (Number(month) < 1 || Number(month) > 12)) return null;
  if (day && (Number(day) < 1 || Number(day) > new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate())) return null;
  return [year, month, day].filter(Boolean).join('-');
}

/** Days from one date to another (month or year alone counts as its first day). */
export function daysBetween(span: { from: string; to: string }): number {
  const at = (date: string): number => {
    const [year, month = '1', day = '1'] = date.split('-');
    return Date.UTC(Number(year), Number(month) - 1, Number(day));
  };
  return Math.round((at(span.to) - at(span.from)) / 86_400_000);
}

export const ageAt = (span: { birthDate: string; on: string }): number | null =>
  within(daysBetween({ from: span.birthDate, to: span.on }) / DAYS_PER_YEAR);
