#!/usr/bin/env node
/** The program `society`: one command in a process of its own. */
import { runCommand, shield } from './index.js';

// The reader of the output, such as `head`, may close it early. A run still continues to its end, and is kept whole.
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE' && error.code !== 'ERR_STREAM_DESTROYED') throw error;
  });

shield(process.stdout);

void runCommand(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
