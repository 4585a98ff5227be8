import { useCallback, useState } from 'react';

export type Theme = 'dark' | 'light';
const KEY = 'calcimap.theme';

/** Storage can be closed to a page (private windows, files); the page then forgets, and works. */
export function kept(key: string): string | null {
  try {
    return window.localStorage.getItem(key);
  } catch {
    return null;
  }
}
export function keep(key: string, value: string | null): void {
  try {
    if (value === null) window.localStorage.removeItem(key);
    else window.localStorage.setItem(key, value);
  } catch {
    // nothing is kept then
  }
}

export function applyTheme(): Theme {
  const theme: Theme = kept(KEY) === 'light' ? 'light' : 'dark';
  document.documentElement.dataset['theme'] = theme;
  return theme;
}

/** Dark, as reading rooms are, unless the reader chose light here before. */
export function useTheme(): readonly [Theme, () => void] {
  const [theme, setTheme] = useState<Theme>(applyTheme);
  const turn = useCallback(() => {
    keep(KEY, document.documentElement.dataset['theme'] === 'light' ? 'dark' : 'light');
    setTheme(applyTheme());
  }, []);
  return [theme, turn];
}
