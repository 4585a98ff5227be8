export { renderCaseHtml, renderHtml } from './html.ts';
