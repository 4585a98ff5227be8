export { counterfactuals } from './counterfactual.ts';
