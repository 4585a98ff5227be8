export { renderHtml } from './html.ts';
