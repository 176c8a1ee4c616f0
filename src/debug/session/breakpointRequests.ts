/** Breakpoints of the client: they arrive before the run, wait for it, and are set again when they change. */
import { t } from '../../core/util/l10n.js';
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Breakpoints } from './breakpointList.js';
import type { Debuggee } from '../cursor/replayCursor.js';
import type { Setting } from '../run/requests.js';

type Made = DebugProtocol.Breakpoint[];

/** Sets those of one kind or file once there is a run. */
interface Kind {
  readonly ids: readonly number[];
  readonly set: (breakpoints: Breakpoints, ids: readonly number[]) => Made;
}

interface Bound {
  readonly breakpoints: Breakpoints;
  readonly debuggee: Debuggee;
}

export class Settings {
  readonly #kinds = new Map<string, Kind>();
  #nextId = 1;
  #bound: Bound | null = null;

  /** Sets the breakpoints that wait for the run, and gives their new state. */
  bind(bound: Bound): Made {
    this.#bound = bound;
    const made = [...this.#kinds.values()].flatMap(({ ids, set }) => set(bound.breakpoints, ids));
    bound.debuggee.breakpoints = bound.breakpoints.all;
    return made;
  }

  /** Breakpoints of one kind or file replace the ones before. */
  put(kind: string, count: number, set: Kind['set']): { breakpoints: Made } {
    const ids = Array.from({ length: count }, () => this.#nextId++);
    this.#kinds.set(kind, { ids, set });
    const pending = t('The breakpoint is set when the run starts.');
    if (!this.#bound) return { breakpoints: ids.map((id) => ({ id, verified: false, reason: 'pending', message: pending })) };
    const { breakpoints, debuggee } = this.#bound;
    const made = set(breakpoints, ids);
    debuggee.breakpoints = breakpoints.all;
    return { breakpoints: made };
  }
}

type Setters = { readonly [C in keyof Setting]: (settings: Settings, args: Setting[C][0]) => Setting[C][1] };

export const SETTING: Setters = {
  setBreakpoints: (settings, { source, breakpoints = [] }) => {
    const path = source.path ?? '';
    return settings.put(`line ${path}`, breakpoints.length, (all, ids) => all.lines(path, breakpoints, ids));
  },
  setFunctionBreakpoints: (settings, { breakpoints }) =>
    settings.put('function', breakpoints.length, (all, ids) => all.functions(breakpoints, ids)),
  setDataBreakpoints: (settings, { breakpoints }) => settings.put('data', breakpoints.length, (all, ids) => all.data(breakpoints, ids)),
  setExceptionBreakpoints: (settings, { filters, filterOptions = [] }) => {
    const asked = [...filters.map((filterId) => ({ filterId })), ...filterOptions];
    return settings.put('exception', asked.length, (all, ids) => all.exceptions(asked, ids));
  },
};
