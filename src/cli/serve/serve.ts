import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command, InvalidArgumentError } from 'commander';
import { createServer, folderStore } from '../../service/index.ts';

/** Any free port is taken when the wanted one is in use and the user named none. */
const DEFAULT_PORT = 8417;

/** The built page lies in web/dist of the package, three folders above dist/src/cli/serve. */
const PAGE = fileURLToPath(new URL('../../../../web/dist', import.meta.url));

/** Serves until the process is stopped; resolves with the address once it listens. */
export async function serve(options: { port: number | null; host: string; folder: string }): Promise<string> {
  if (!existsSync(join(PAGE, 'index.html'))) throw new Error('the page has not been built: run `npm run build`');
  const start = async (port: number): Promise<string> => {
    const server = createServer({ store: folderStore(options.folder), page: PAGE, port, host: options.host });
    const address = await server.listen({ port, host: options.host });
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void server.close().then(() => process.exit(0)));
    return address;
  };
  try {
    return await start(options.port ?? DEFAULT_PORT);
  } catch (error) {
    if (options.port !== null || (error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    return start(0);
  }
}

const portOf = (text: string): number => {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65535) throw new InvalidArgumentError('a port is a whole number from 0 to 65535');
  return port;
};

export const serveCommand = (): Command =>
  new Command('serve')
    .description('the workbench page and the results below a folder, on loopback')
    .argument('[folder]', 'folder that holds result folders', 'calcimap-out')
    .option('--port <n>', 'port (default: 8417, or any free one)', portOf)
    .option('--host <address>', 'loopback address', '127.0.0.1')
    .action(async (folder: string, options: { port?: number; host: string }, command: Command) => {
      try {
        process.stdout.write(`${await serve({ port: options.port ?? null, host: options.host, folder })}\n`);
      } catch (error) {
        if (error instanceof RangeError) return command.error(`error: ${error.message}`);
        throw error;
      }
    });
