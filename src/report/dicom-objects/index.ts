export * from './dicom-objects.ts';
