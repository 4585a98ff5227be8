import unifontUrl from '@fontsource/unifontex/files/unifontex-latin-400-normal.woff?url';
import regularUrl from 'dejavu-fonts-ttf/ttf/DejaVuSansCondensed.ttf?url';
import boldUrl from 'dejavu-fonts-ttf/ttf/DejaVuSansCondensed-Bold.ttf?url';
import type { FontFile, FontShelf } from '../../../src/report/index.ts';

const file = (name: string, address: string): FontFile => ({
  name,
  covers: () => true,
  load: async () => {
    const response = await fetch(address);
    if (!response.ok) throw new Error(`the font ${name} cannot be had`);
    return new Uint8Array(await response.arrayBuffer());
  },
});

/** The fonts of a PDF made in the page, from beside the page: DejaVu, and UnifontEX for every other script. */
export const pageFontShelf = (): FontShelf => ({
  regular: file('DejaVuSansCondensed', regularUrl),
  bold: file('DejaVuSansCondensed-Bold', boldUrl),
  others: [file('unifontex', unifontUrl)],
});
