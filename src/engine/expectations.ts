/** What a file expects of the result: made from its text, and checked behind the last round. */
import type { Draft } from '../core/events.js';
import type { State } from '../core/state.js';
import type { Scenario } from '../language/generated/society.js';
import { holds } from './evaluate.js';
import { formula } from './formulas.js';
import type { Model } from './model.js';
import type { Report } from './problems.js';
import { scopeOf } from './scope.js';
import type { ExpectationSpec } from './studySpec.js';

/** As in `8 of 10 seeds`. */
const ODDS = /^([0-9]+) of ([0-9]+) seeds$/;

export function expectationSpecs({ expect = {} }: Scenario, at: string, report: Report): readonly ExpectationSpec[] {
  return Object.entries(expect).flatMap(([id, { that, in: odds, because }]) => {
    const node = `${at}.expect.${id}`;
    const compiled = formula(that, `${node}.that`, report);
    const [, least, of] = ODDS.exec(odds ?? '') ?? [];
    const share = least === undefined || of === undefined ? null : { least: Number(least), of: Number(of) };
    return compiled ? [{ id, at: node, that: compiled, in: share, because: because?.trim() ?? '' }] : [];
  });
}

/** One that cannot be worked out does not hold; the fault is noted beside it. */
export function expectationDrafts(model: Model, state: State): readonly Draft[] {
  const scope = scopeOf(model, state);
  return model.expectations.map(({ id, at, that }) => ({
    at,
    body: { type: 'expectation.checked', expectation: id, held: holds(that, scope) },
  }));
}
