/** Starts runs in a program without an editor, and knows which are active. */
import { dirname, join } from '../../node/paths.js';
import { fileUri, folderFiles } from '../../node/ports.js';
import { newRunPlace } from '../../node/runPlace.js';
import { stampOf } from '../../node/workspaceFiles.js';
import { askedAhead, buildRun, egress, loadModel, makeMinds, type OpenedRecord, openRecorded, runSources } from '../../runs/index.js';
import type { Limits } from '../../minds/index.js';
import type { RunRequest, StartedRun, ToolHost } from '../base/host.js';
import { ToolFault } from '../base/tool.js';

export interface RunDesk extends Pick<ToolHost, 'start' | 'live' | 'recorded'> {
  /** Stops all active runs and resolves when their folders are complete. */
  readonly close: () => Promise<void>;
}

/** A desk that starts runs as `society run` does. `now`: the time as ISO 8601. */
export function runDesk(host: Pick<ToolHost, 'language' | 'access'>, now: () => string): RunDesk {
  const active = new Set<StartedRun>();
  /** The run that was read last: assistants ask several questions about a run. */
  let last: { readonly dir: string; readonly stamp: string; readonly opened: OpenedRecord } | null = null;
  return {
    live: () => [...active],
    start: async (request) => {
      const started = await startRun(host, request, now());
      active.add(started);
      void started.done.then(() => active.delete(started));
      return started;
    },
    recorded: async (dir) => {
      await [...active].find((one) => one.dir === dir)?.live.flush();
      const stamp = await stampOf([join(dir, 'events.jsonl'), join(dir, 'manifest.json')]);
      if (last?.dir === dir && last.stamp === stamp) return last.opened;
      const opened = await openRecorded(folderFiles(dir));
      last = { dir, stamp, opened };
      return opened;
    },
    close: async () => {
      await Promise.all([...active].map((one) => one.stop()));
    },
  };
}

async function startRun(host: Pick<ToolHost, 'language' | 'access'>, request: RunRequest, created: string): Promise<StartedRun> {
  const { file, scenario, seed, rounds, mind, maySend } = request;
  const uri = fileUri(file);
  const loaded = await loadModel(await host.language(), uri, {
    ...(scenario === undefined ? {} : { scenario }),
    ...(seed === undefined ? {} : { seed }),
    ...(rounds === undefined ? {} : { rounds }),
    ...(mind === undefined ? {} : { mind }),
  });
  if (!loaded.ok) throw new ToolFault(loaded.problems.find(({ severity }) => severity === 'error')?.message ?? 'The file has errors.');
  const { model, resolved } = loaded;
  if (!maySend && egress(resolved.society, model).length > 0) throw new ToolFault(NOT_ALLOWED);
  const minds = await makeMinds(resolved.society, model, host.access(file), { resolved });
  if (!minds.ok) throw new ToolFault(minds.message);
  minds.ledger.limit(lower(minds.ledger.limits, request));
  const { id, dir } = await newRunPlace(dirname(file), model.scenario, model.seed);
  const live = buildRun({
    ...{ ...minds, model, ahead: askedAhead(resolved.society, model, 'auto') },
    beginning: { kind: 'new', id, files: folderFiles(dir), created, sources: runSources(resolved, uri), mind, set: undefined },
  });
  const done = live.run();
  const stop = async (): Promise<void> => {
    live.stop();
    await done;
  };
  return { id, dir, live, resolved, done, stop };
}

export const NOT_ALLOWED = 'This run asks language models, which the user has not allowed. With `mind: builtin` it asks none.';

/** The limits of a file, or lower ones. */
export const lower = (limits: Limits, { calls, tokens }: Pick<RunRequest, 'calls' | 'tokens'>): Limits => ({
  ...limits,
  ...(calls === undefined ? {} : { calls: Math.min(calls, limits.calls ?? calls) }),
  ...(tokens === undefined ? {} : { tokens: Math.min(tokens, limits.tokens ?? tokens) }),
});
