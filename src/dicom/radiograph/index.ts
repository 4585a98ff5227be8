export { isRadiograph, readRadiograph } from './radiograph.ts';
