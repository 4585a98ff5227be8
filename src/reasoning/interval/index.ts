export { credibleInterval, type Spread, spreadOf } from './interval.ts';
