/** Where in the workbench one is; written in the address after `#`, so that back, forward and bookmarks work. */
export type Route =
  | { readonly page: 'home' }
  | { readonly page: 'study' }
  | { readonly page: 'case' }
  | { readonly page: 'report'; readonly of: 'study' | 'case' }
  | { readonly page: 'library' }
  | { readonly page: 'quiz'; readonly id: string }
  | { readonly page: 'knowledge'; readonly id: string | null }
  | { readonly page: 'compare'; readonly first: string | null; readonly second: string | null };

export type PageName = Route['page'];

const part = (text: string | undefined): string | null => {
  if (!text) return null;
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
};

/** What is not known leads home. */
export function parseRoute(hash: string): Route {
  const [page, first, second] = hash.replace(/^#?\/?/, '').split('/');
  switch (page) {
    case 'study':
    case 'case':
    case 'library':
      return { page };
    case 'report':
      return { page, of: first === 'case' ? 'case' : 'study' };
    case 'quiz': {
      const id = part(first);
      return id ? { page, id } : { page: 'library' };
    }
    case 'knowledge':
      return { page, id: part(first) };
    case 'compare':
      return { page, first: part(first), second: part(second) };
    default:
      return { page: 'home' };
  }
}

export function hashOf(route: Route): string {
  const parts: (string | null)[] = [route.page];
  if (route.page === 'report') parts.push(route.of);
  if (route.page === 'quiz' || route.page === 'knowledge') parts.push(route.id);
  if (route.page === 'compare') parts.push(route.first, route.second);
  return `#/${parts
    .filter((each) => each !== null)
    .map(encodeURIComponent)
    .join('/')}`;
}

export const PAGE_TITLES: Readonly<Record<PageName, string>> = {
  home: 'Studies',
  study: 'Study',
  case: 'Case without images',
  report: 'Report',
  library: 'Case library',
  quiz: 'Library case',
  knowledge: 'Knowledge',
  compare: 'Compare two causes',
};
