export type { Bar, Block, CauseFigure, Column, RankedReason, ReportView, Span, Words } from './types.ts';
export { caseView, FRONT_DETAILS, reportView } from './view.ts';
