/** The case library as text; a chunk of its own, so that it is fetched when the library is opened. */
export const files: Readonly<Record<string, string>> = import.meta.glob<string>('../../../knowledge/cases/*.yaml', {
  query: '?raw',
  import: 'default',
  eager: true,
});
