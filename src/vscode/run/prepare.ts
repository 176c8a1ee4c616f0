/** Prepares a run of a file, or returns what prevents it. Does not run or send anything. */
import type * as vscode from 'vscode';
import type { CompileOptions, Mind, ScenarioModel } from '../../engine/index.js';
import type { LanguageService, Resolved } from '../../language/api.js';
import type { Ledger } from '../../minds/index.js';
import type { CallJournal, MindAccessPorts, PlacedProblem, Settings } from '../../runs/index.js';
import { breather } from '../../node/yieldToEventLoop.js';
import { rooms } from '../window/rooms.js';

/** The options of a run. A missing option has the value of the file. */
export interface RunRequest {
  readonly scenario?: string | undefined;
  readonly seed?: number | undefined;
  readonly rounds?: number | undefined;
  /** One mind for all agents, instead of the minds in the file. */
  readonly mind?: string | undefined;
  readonly wording?: string | undefined;
  /** Values by their path in the scenario, in the form that an arm of an experiment sets them. */
  readonly set?: Settings | undefined;
}

/** Milliseconds of compilation after which the event loop gets its turn. */
const SLICE_MS = 12;

export type Prepared =
  | {
      readonly ok: true;
      readonly resolved: Resolved;
      readonly model: ScenarioModel;
      readonly minds: ReadonlyMap<string, Mind>;
      readonly ledger: Ledger;
      readonly book: CallJournal;
      readonly concurrency: number;
      readonly problems: readonly PlacedProblem[];
    }
  | { readonly ok: false; readonly code: string; readonly message: string; readonly problems: readonly PlacedProblem[] };

export async function prepare(language: LanguageService, uri: vscode.Uri, request: RunRequest, access: MindAccessPorts): Promise<Prepared> {
  const { applySettings, loadModel, makeMinds, nullsOf, perturbationsOf } = await rooms.runs();
  const { scenario, set } = request;
  const changed = set && scenario !== undefined ? (resolved: Resolved) => applySettings(resolved, scenario, set) : undefined;
  const loaded = await loadModel(
    language,
    uri.toString(),
    { ...compileOptions(request), ...(set ? { nulls: nullsOf(set), perturb: perturbationsOf(set) } : {}) },
    changed,
    breather(SLICE_MS),
  );
  if (!loaded.ok) {
    const first = loaded.problems.find(({ severity }) => severity === 'error');
    return { ok: false, code: 'problems', message: first?.message ?? '', problems: loaded.problems };
  }
  const { resolved, model, problems } = loaded;
  const minds = await makeMinds(resolved.society, model, access, { resolved });
  if (minds.ok) return { ...minds, resolved, model, problems };
  const { code, message, at } = minds;
  return { ok: false, code, message, problems: [...problems, await refusal(resolved, code, message, at)] };
}

async function refusal(resolved: Resolved, code: string, message: string, node: string): Promise<PlacedProblem> {
  const { spanOf } = await rooms.language();
  const span = spanOf(resolved.nodes, node);
  const start = { line: 0, character: 0 };
  return { code, severity: 'error', message, range: span?.range ?? { start, end: start }, uri: span?.source ?? resolved.uri };
}

function compileOptions({ scenario, seed, rounds, mind, wording }: RunRequest): CompileOptions {
  return {
    ...(scenario === undefined ? {} : { scenario }),
    ...(seed === undefined ? {} : { seed }),
    ...(rounds === undefined ? {} : { rounds }),
    ...(mind === undefined ? {} : { mind }),
    ...(wording === undefined ? {} : { wording }),
  };
}
