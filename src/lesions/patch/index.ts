export * from './ball.ts';
export * from './blur.ts';
export * from './patch.ts';
