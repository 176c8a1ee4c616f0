/** The server as a program of its own, which an editor starts: `node mcp-program.mjs FOLDER…`. Without flags: the user is asked for each call that acts. */
import { serveOnStreams } from './index.js';

serveOnStreams(process.argv.slice(2), { costs: false, sends: false, writes: false }).then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);
