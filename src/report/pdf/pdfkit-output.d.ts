declare module 'pdfkit/output' {
  /** Collects what a finished document writes. */
  export function toBytes(document: PDFKit.PDFDocument): Promise<Uint8Array>;
}
