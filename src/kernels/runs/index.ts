export * from './components.ts';
export * from './runs.ts';
