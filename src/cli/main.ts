#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import { LABEL, VERSION } from '../core/index.ts';
import { analyzeCommand } from './analyze/index.ts';
import { demoCommand } from './demo/index.ts';
import { differentialCommand } from './differential/index.ts';
import { EXIT } from './exit/index.ts';
import { explainCommand } from './explain/index.ts';
import { infoCommand } from './info/index.ts';
import { phantomCommand } from './phantom/index.ts';
import { readNoteCommand } from './read-note/index.ts';
import { recomputeCommand } from './recompute/index.ts';
import { serveCommand } from './serve/index.ts';
import { vocabularyCommand } from './vocabulary/index.ts';

const program = new Command('calcimap')
  .description(`Soft-tissue calcification on CT: found, measured, placed and explained (${LABEL}).`)
  .version(VERSION)
  .showHelpAfterError()
  .exitOverride();
for (const command of [
  analyzeCommand(),
  differentialCommand(),
  explainCommand(),
  vocabularyCommand(),
  readNoteCommand(),
  recomputeCommand(),
  phantomCommand(),
  infoCommand(),
  serveCommand(),
  demoCommand(),
])
  program.addCommand(command.exitOverride());

// a reader that stops early (`| head`) is no fault of ours
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? EXIT.done : EXIT.ourFault));

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? EXIT.done : EXIT.wrongUse;
  else {
    process.stderr.write(
      `calcimap: our fault, please report it: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    );
    process.exitCode = EXIT.ourFault;
  }
}
