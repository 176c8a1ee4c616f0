/** What a file expects of the result: compiled from its text, and checked after the last round. */
import type { Draft } from '../../core/events/events.js';
import type { State } from '../../core/events/state.js';
import type { Scenario } from '../../language/generated/society.js';
import { sidesOf } from '../../expr/index.js';
import { holds, numberOf } from '../evaluation/evaluate.js';
import { formula } from '../evaluation/formulas.js';
import type { ScenarioModel } from '../model/model.js';
import type { Report } from '../model/faults.js';
import { scopeOf } from '../evaluation/scope.js';
import type { ExpectationSpec, PassRule } from '../model/studySpec.js';

/** Forms such as `8 of 10 seeds`, `20 seeds, p < 0.05` and `20 seeds, 95 % interval`. */
const COUNT = /^([0-9]+) of ([0-9]+) seeds$/;
const TEST = /^([0-9]+) seeds, p < (0\.[0-9]+)$/;
const INTERVAL = /^([0-9]+) seeds, 95 % interval$/;

function ruleOf(text: string): PassRule | null {
  const [count, test, interval] = [COUNT, TEST, INTERVAL].map((form) => form.exec(text));
  if (count) return { kind: 'count', least: Number(count[1]), of: Number(count[2]) };
  if (test) return { kind: 'test', of: Number(test[1]), level: Number(test[2]) };
  return interval ? { kind: 'interval', of: Number(interval[1]) } : null;
}

/** The expectations of a scenario, in the order of the file. One that does not compile is reported and left out. */
export function expectationSpecs({ expect = {} }: Scenario, at: string, report: Report): readonly ExpectationSpec[] {
  return Object.entries(expect).flatMap(([id, { that, in: text, because, matters }]) => {
    const node = `${at}.expect.${id}`;
    const compiled = formula(that, `${node}.that`, report);
    const rule = ruleOf(text ?? '');
    const sides = compiled && sidesOf(String(that));
    // Only rules that judge margins need both sides to be numbers.
    const isJudged = rule !== null && rule.kind !== 'count';
    const margin = sides && formula(`(${sides.more}) - (${sides.less})`, `${node}.that`, isJudged ? report : () => undefined);
    return compiled ? [{ id, at: node, that: compiled, in: rule, margin, matters: matters ?? null, because: because?.trim() ?? '' }] : [];
  });
}

/** An expectation that cannot be evaluated does not hold. The log notes its fault. */
export function expectationDrafts(model: ScenarioModel, state: State): readonly Draft[] {
  const scope = scopeOf(model, state);
  return model.expectations.map(({ id, at, that }) => ({
    at,
    body: { type: 'expectation.checked', expectation: id, held: holds(that, scope) },
  }));
}

/**
 * The margin of each expectation at the end of a run, by id. Only expectations with a margin are in it. Null if a margin cannot be
 * computed.
 */
export const marginsIn = (model: ScenarioModel, state: State): ReadonlyMap<string, number | null> =>
  new Map(model.expectations.flatMap(({ id, margin }) => (margin ? [[id, numberOf(margin, scopeOf(model, state))] as const] : [])));
