import type * as Library from 'dcmjs-codecs';

type Codecs = typeof Library;
let loading: Promise<Codecs> | null = null;
let wasmUrl: string | undefined;

/** Where the codec library's WASM file is served from; a page must say so before the first compressed frame, Node finds it itself. */
export const setCodecWasmUrl = (url: string): void => {
  wasmUrl = url;
};

/** The codec library, loaded when the first compressed frame is met. */
export function loadCodecs(): Promise<Codecs> {
  loading ??= (async () => {
    const module = (await import('dcmjs-codecs')) as Codecs & { readonly default?: Codecs };
    const codecs = module.default ?? module;
    // What a codec has to say of a frame becomes an issue; its own lines would go to the console.
    codecs.log.setLevel('silent');
    await codecs.NativeCodecs.initializeAsync(wasmUrl === undefined ? {} : { webAssemblyModulePathOrUrl: wasmUrl });
    return codecs;
  })();
  return loading;
}

/** After a trap the WASM memory may be in disorder: the next frame gets a fresh module. */
export async function renewCodecs(): Promise<void> {
  const codecs = await loadCodecs();
  codecs.NativeCodecs.release();
  await codecs.NativeCodecs.initializeAsync(wasmUrl === undefined ? {} : { webAssemblyModulePathOrUrl: wasmUrl });
}
