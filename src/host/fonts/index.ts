export { nodeFontShelf, rangeTest } from './node.ts';
