export { renderDataDictionary } from './dictionary.ts';
export { renderCsv } from './lesions.ts';
export { renderStudyCsv } from './study.ts';
