import { useMemo, useSyncExternalStore } from 'react';
import { hashOf, parseRoute, type Route } from '../model/route.ts';

const subscribe = (tell: () => void): (() => void) => {
  window.addEventListener('hashchange', tell);
  return () => window.removeEventListener('hashchange', tell);
};

export function useRoute(): Route {
  const hash = useSyncExternalStore(subscribe, () => window.location.hash);
  return useMemo(() => parseRoute(hash), [hash]);
}

export function go(route: Route): void {
  const hash = hashOf(route);
  if (window.location.hash !== hash) window.location.hash = hash;
}
