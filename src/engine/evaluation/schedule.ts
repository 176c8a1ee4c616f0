/** Schedules: `3`, `[2, 4]`, `every 5`, `start`, `end`, or a condition. */
import type { NodeId } from '../../core/util/ids.js';
import type { State } from '../../core/events/state.js';
import type { Expression, Schedule as Written } from '../../language/generated/society.js';
import { rule } from './formulas.js';
import type { ScenarioModel } from '../model/model.js';
import type { Schedule } from '../model/formulaTypes.js';
import type { Report } from '../model/faults.js';
import { holds } from './evaluate.js';
import { scopeOf } from './scope.js';

interface From {
  readonly at?: Written | undefined;
  readonly when?: Expression | undefined;
  readonly once?: boolean | undefined;
}

/** The schedule of a record with `at` or `when`. Without both, `fallback` applies. */
export function schedule(from: From, at: NodeId, report: Report, fallback: Written): Schedule {
  const written = from.at ?? (from.when === undefined ? fallback : undefined);
  const parts = written === undefined ? [] : flat(written);
  const tests = parts.flatMap((part) => roundTest(part, at, report));
  return {
    at,
    start: parts.includes('start'),
    end: parts.includes('end'),
    inRound: (round) => tests.some((test) => test(round)),
    when: rule(from.when, `${at}.when`, report),
    once: from.once === true,
  };
}

const flat = (written: Written): readonly (string | number)[] =>
  typeof written === 'object' ? written.flatMap((part) => flat(part)) : [written];

function roundTest(part: string | number, at: NodeId, report: Report): readonly ((round: number) => boolean)[] {
  if (part === 'start' || part === 'end') return [];
  if (typeof part === 'number') return [(round) => round === part];
  const every = Number(/^every\s+(\d+)$/.exec(part.trim())?.[1]);
  if (every >= 1) return [(round) => round % every === 0];
  const [, low, high] = /^(\d+)\s*\.\.\s*(\d+)$/.exec(part.trim()) ?? [];
  if (low !== undefined) return [(round) => round >= Number(low) && round <= Number(high)];
  report('error', `${at}.at`, `\`${part}\` is not a moment. Write a round, \`every 5\`, \`start\` or \`end\`.`);
  return [];
}

/** Whether a schedule is due now. `id` counts its earlier occurrences, for `once`. */
export function isDue(due: Schedule, id: string, model: ScenarioModel, state: State): boolean {
  if (due.once && (state.happened[id] ?? 0) > 0) return false;
  const { program } = state.agenda;
  const timed = program === 'start' ? due.start : program === 'end' ? due.end : due.inRound(state.round);
  if (timed) return true;
  return program === 'round' && due.when !== null && holds(due.when, scopeOf(model, state));
}
