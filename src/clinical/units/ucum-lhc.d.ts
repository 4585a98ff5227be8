/** The part of @lhncbc/ucum-lhc 7 that is used; the package ships no types. */
declare module '@lhncbc/ucum-lhc' {
  export interface ConversionResult {
    readonly status: 'succeeded' | 'failed' | 'error';
    readonly toVal: number | null;
    readonly msg: readonly string[];
  }
  export interface UcumUtils {
    convertUnitTo(
      fromUnit: string,
      fromValue: number,
      toUnit: string,
      options?: { readonly suggest?: boolean; readonly molecularWeight?: number; readonly charge?: number },
    ): ConversionResult;
    validateUnitString(unit: string): { readonly status: 'valid' | 'invalid' | 'error' };
  }
  export const UcumLhcUtils: { getInstance(): UcumUtils };
}
