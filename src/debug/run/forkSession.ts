/** A fork of the run under the debugger: checked here, made and opened by its own session, a child of this one. */
import { marked, t } from '../../core/util/l10n.js';
import { forkSeq, unforkable } from '../../runs/index.js';
import type { OverrideRequest } from '../../engine/index.js';
import type { AttachConfig, DebuggedRun, ForkConfig } from './host.js';
import { Refused } from './errors.js';

/** The configuration of the session that shows a fork. */
export interface ChildConfig extends AttachConfig {
  readonly type: 'society';
  readonly request: 'attach';
  readonly name: string;
  readonly run: string;
  readonly fork: ForkConfig;
}

interface ForkWanted {
  /** An event; the fork is made at the end of its step. */
  readonly at: number;
  readonly set?: readonly OverrideRequest[];
  /** Continue with the file as it is now. */
  readonly file?: boolean;
}

/** The session that a fork of the run opens in. Refuses a fork that is not possible. */
export function childOf(run: DebuggedRun, { at, set = [], file = false }: ForkWanted): ChildConfig {
  const { kept } = run;
  if (kept === null)
    throw new Refused('read-only', t('This run is read-only: it has no folder in this window, so it cannot be forked.'), false);
  const { model, timeline, id } = run.handle;
  const seq = forkSeq(timeline.events, { seq: at });
  if (typeof seq === 'string') throw new Refused('cannot-fork', seq, false);
  const problem = set.length > 0 ? unforkable(model, timeline.at(seq), set) : null;
  if (problem !== null) throw new Refused('cannot-fork', problem, false);
  return {
    ...{ type: 'society', request: 'attach', name: t('Fork of {0} after event {1}', id, seq), ...kept },
    fork: { seq, ...(set.length > 0 ? { set } : {}), ...(file ? { file } : {}) },
  };
}

/** A configuration that a user may have written by hand. Refuses a value of `fork` that is not valid. */
export function withFork(config: AttachConfig): AttachConfig {
  if (config.fork === undefined) return config;
  const { seq, set = [] }: { readonly seq?: unknown; readonly set?: unknown } = config.fork;
  if (!Number.isInteger(seq))
    throw new Refused('wrong-fork', t('`fork.seq` is the number of the event after which the run is forked.'), false);
  const wrong = Array.isArray(set) ? (set as unknown[]).filter((one) => !isWanted(one)) : [set];
  if (wrong.length === 0) return config;
  throw new Refused('wrong-fork', t('`fork.set` cannot take {0}. {1}', JSON.stringify(wrong[0]), SET), false);
}

const SET = marked(
  'It is a list of variables (`{ "kind": "variable", "agent": "ada", "name": "trust", "value": 0.2 }`), ties (`network`, `from`, `to`, `value`), memories (`agent`, `text`, and `memory` for an existing one) and answers (`agent`, `value`).',
);

function isWanted(one: unknown): one is OverrideRequest {
  if (typeof one !== 'object' || one === null) return false;
  const { kind, agent, name, value, network, from, to, memory, text, about, importance } = one as { readonly [key: string]: unknown };
  const isText = (...values: readonly unknown[]): boolean => values.every((each) => typeof each === 'string');
  switch (kind) {
    case 'variable':
      return isText(name) && (agent === null || isText(agent)) && value !== undefined;
    case 'tie':
      return isText(network, from, to) && typeof value === 'number';
    case 'memory':
      return (
        isText(agent) &&
        (text === null || isText(text)) &&
        (memory === undefined || isText(memory)) &&
        (importance === undefined || typeof importance === 'number') &&
        (about === undefined || (Array.isArray(about) && isText(...(about as unknown[]))))
      );
    default:
      return kind === 'answer' && isText(agent) && typeof value === 'object' && value !== null;
  }
}
