/** The socket of a run, through which other processes of the same user give commands, and the side that gives them. */
import type { Json, JsonObject } from '../../core/util/json.js';
import { askProcess, type ControlSocket, controlledIn, listenIn } from '../../node/controlSocket.js';
import type { FolderFiles } from '../../trace/index.js';
import {
  type answering,
  CONTROL_LOG,
  type ControlCommand,
  type ControlLine,
  type ControlReply,
  type ControlStatus,
  type NewLimits,
} from './commands.js';

/** The folder of a run, and its files: the same object that the run writes with. */
interface RunPlace {
  readonly dir: string;
  readonly files: FolderFiles;
}

/**
 * Listens until the socket is closed. Rejects where the folder is written by another process, or where the system has no sockets in
 * it: the run then goes on without remote control.
 */
export async function serveControl({ dir, files }: RunPlace, answer: ReturnType<typeof answering>): Promise<ControlSocket> {
  const release = await files.lock?.();
  try {
    const socket = await listenIn(dir, answer as (request: Json) => Promise<ControlReply & JsonObject>);
    return {
      close: async () => {
        await socket.close();
        await release?.();
      },
    };
  } catch (error) {
    await release?.();
    throw error;
  }
}

// The other side: commands to the process that plays a run.

/** Sends a command to the process that plays the run in a folder. Null where no process of this user plays it. */
export async function control(dir: string, command: ControlCommand | 'status', limits?: NewLimits): Promise<ControlReply | null> {
  const reply = await askProcess(dir, { command, ...(limits ? { limits: limits as JsonObject } : {}) });
  return reply as ControlReply | null;
}

/** Runs at and below folders that a process of this user plays now, with what it says of them. */
export async function runsUnderWay(
  folders: readonly string[],
): Promise<readonly { readonly dir: string; readonly status: ControlStatus }[]> {
  const dirs = [...new Set((await Promise.all(folders.map((folder) => controlledIn(folder)))).flat())];
  const found = await Promise.all(dirs.map(async (dir) => ({ dir, reply: await control(dir, 'status') })));
  return found.flatMap(({ dir, reply }) => (reply?.ok ? [{ dir, status: reply.status }] : []));
}

/** The commands that acted on a run, oldest first; empty where there were none. A line that was cut off is left out. */
export async function controlLog(files: Pick<FolderFiles, 'read'>): Promise<readonly ControlLine[]> {
  const text = (await files.read(CONTROL_LOG)) ?? '';
  return text.split('\n').flatMap((line) => {
    try {
      return line === '' ? [] : [JSON.parse(line) as ControlLine];
    } catch {
      return [];
    }
  });
}
