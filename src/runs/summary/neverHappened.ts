/** What never happened in a run, or had no effect, although its file defines it. */
import { shortFigure } from '../../core/util/textPosition.js';
import { english, marked } from '../../core/util/l10n.js';
import type { SimEvent } from '../../core/events/events.js';
import type { State } from '../../core/events/state.js';
import { stepStart, type Timeline } from '../../core/events/timeline.js';
import { asker, type ScenarioModel, modelAt, plan } from '../../engine/index.js';
import type { SummaryFinding, SummaryKind } from '../../protocol/summary.js';
import type { Counts, PhaseCount } from './eventCounts.js';

/** Turns of a phase that are planned again to find their available actions, spread over the run. */
const MOST_TURNS = 40;

/** Nothing is sent: the question is made only for its options. */
const ask = asker(
  () => '',
  () => false,
);

/** Whether an action was available. `timeline` may be null where states are not loaded; then only choices count. */
interface Ground {
  readonly model: ScenarioModel;
  readonly state: State;
  readonly events: readonly SimEvent[];
  readonly timeline: Timeline | null;
}

export const neverHappened = (ground: Ground, counts: Counts): readonly SummaryFinding[] => [
  ...actions(ground, counts),
  ...turns(ground, counts),
  ...codes(ground, counts),
  ...measures(ground),
  ...surveys(ground, counts),
  ...interventions(ground, counts),
];

type Level = SummaryFinding['level'];

const found = (kind: SummaryKind, id: string, at: string | null, level: Level, text: string): SummaryFinding => ({
  ...{ kind, id, level, count: 0, at, text },
});

/** A count in English; a reader sees it in their language, with the sentence that it is in. */
const times = (n: number, [one, many]: readonly [string, string]): string => english(n === 1 ? one : many, n);

const TURNS = [marked('{0} turn'), marked('{0} turns')] as const;
const ACTS = [marked('{0} act'), marked('{0} acts')] as const;
const MESSAGES = [marked('{0} message'), marked('{0} messages')] as const;

/** An action counts in every phase that has it; where its phases had no turn, the finding is about the phases. */
function actions(ground: Ground, { phases, chosen }: Counts): readonly SummaryFinding[] {
  const { model } = ground;
  const specs = new Map(allPhases(model).flatMap((phase) => phase.actions.map((action) => [action.id, action] as const)));
  const idle = [...specs.values()].filter(({ id, kind }) => kind !== 'nothing' && !chosen.has(id));
  const had = new Map<string, { turns: number; looked: number; open: number }>();
  for (const phase of allPhases(model)) {
    const wanted = idle.filter(({ id }) => phase.actions.some((action) => action.id === id)).map(({ id }) => id);
    const count = phases.get(phase.id);
    if (wanted.length === 0 || !count || count.turns === 0) continue;
    const options = optionsIn(ground, count);
    for (const id of wanted) {
      const one = had.get(id) ?? { turns: 0, looked: 0, open: 0 };
      one.turns += count.turns;
      one.looked += options.length;
      one.open += options.filter((open) => open.has(id)).length;
      had.set(id, one);
    }
  }
  return idle.flatMap(({ id, at }) => {
    const one = had.get(id);
    if (!one) return [];
    const { turns: all, looked, open } = one;
    const allIdle = allPhases(model).every((phase) => {
      const count = phases.get(phase.id);
      return !phase.actions.some((action) => action.id === id) || !count || count.idle === count.turns;
    });
    const seen = looked === all ? times(all, TURNS) : english(marked('{0} of {1} turns examined'), looked, all);
    if (allIdle || (looked > 0 && open === 0))
      return [found('action', id, at, 'warning', `Action \`${id}\` was never available: ${allIdle ? times(all, TURNS) : seen}.`)];
    if (looked === 0)
      return [
        found(
          'action',
          id,
          at,
          'note',
          all === 1 ? `Action \`${id}\` was not chosen in its only turn.` : `Action \`${id}\` was never chosen in ${all} turns.`,
        ),
      ];
    return [found('action', id, at, 'note', neverChosen(id, open, looked, all))];
  });
}

function neverChosen(id: string, open: number, looked: number, all: number): string {
  if (all === 1) return `Action \`${id}\` was not chosen in its only turn, in which it was available.`;
  return looked === all
    ? `Action \`${id}\` was never chosen. It was available in ${open} of ${all} turns.`
    : `Action \`${id}\` was never chosen. It was available in ${open} of ${looked} turns examined, of ${all} turns.`;
}

/** The available actions of some turns. */
function optionsIn({ model, timeline }: Ground, { asked }: PhaseCount): readonly ReadonlySet<string>[] {
  if (!timeline) return [];
  const every = Math.max(1, asked.length / MOST_TURNS);
  const some = Array.from({ length: Math.min(asked.length, MOST_TURNS) }, (_, i) => asked[Math.floor(i * every)]!);
  return some.flatMap((event) => {
    const then = timeline.at(stepStart(timeline.events, event.seq) - 1);
    const next = plan(modelAt(model, event.seq), then, ask);
    const question = next.kind === 'emit' ? next.question : undefined;
    return question ? [new Set(question.situation.options.map(({ action }) => action))] : [];
  });
}

const allPhases = ({ phases }: ScenarioModel): ScenarioModel['phases']['round'] => [...phases.start, ...phases.round, ...phases.end];

function turns({ model }: Ground, { phases }: Counts): readonly SummaryFinding[] {
  return allPhases(model).flatMap(({ id, at }) => {
    const count = phases.get(id);
    if (!count || count.idle === 0) return [];
    const level = count.idle === count.turns ? 'warning' : 'note';
    return [
      found(
        'turns',
        id,
        at,
        level,
        count.turns === 1
          ? `Phase \`${id}\`: no action was available in its only turn.`
          : `Phase \`${id}\`: in ${count.turns - count.idle} of ${count.turns} turns an action was available.`,
      ),
    ];
  });
}

function codes({ model }: Ground, { codes: assigned }: Counts): readonly SummaryFinding[] {
  return model.codes.flatMap(({ id, at, by, of, answer }) => {
    if (by === 'human') return [];
    const values = assigned.get(id);
    const what = of === 'act' ? marked('acts that others see') : marked('messages of agents');
    if (!values) return [found('code', id, at, 'warning', `Code \`${id}\` was never asked: there were no ${what} to code.`)];
    const n = [...values.values()].reduce((sum, count) => sum + count, 0);
    if (answer.kind === 'boolean' && !values.has('true'))
      return [found('code', id, at, 'note', `Code \`${id}\` was never true: ${times(n, of === 'act' ? ACTS : MESSAGES)} coded.`)];
    if (answer.kind !== 'choice' || values.size > 1 || n < 2) return [];
    return [
      found(
        'code',
        id,
        at,
        'note',
        `Code \`${id}\` was always ${[...values.keys()][0]!}: ${times(n, of === 'act' ? ACTS : MESSAGES)} coded.`,
      ),
    ];
  });
}

/** Only measures of the file: standard measures may well be constant. */
function measures({ model, state }: Ground): readonly SummaryFinding[] {
  return model.measures.flatMap(({ id, at, formula }) => {
    const values = state.measures.find(({ measure }) => measure === id)?.values ?? [];
    if (!formula || values.length === 0) return [];
    const there = values.filter((value) => value !== null);
    if (there.length === 0)
      return [
        found(
          'measure',
          id,
          at,
          'warning',
          values.length === 1
            ? `Measure \`${id}\` had no value in the only round.`
            : `Measure \`${id}\` never had a value in ${values.length} rounds.`,
        ),
      ];
    if (there.length < 2 || there.some((value) => value !== there[0])) return [];
    return [found('measure', id, at, 'note', `Measure \`${id}\` was ${shortFigure(there[0]!)} in every round.`)];
  });
}

function surveys({ model }: Ground, { surveys: counted }: Counts): readonly SummaryFinding[] {
  return model.surveys.flatMap(({ id, at }) => {
    const { asked = 0, answered = 0 } = counted.get(id) ?? {};
    if (asked === 0) return [found('survey', id, at, 'warning', `Survey \`${id}\` was asked of no agent.`)];
    return answered === 0
      ? [
          found(
            'survey',
            id,
            at,
            'warning',
            asked === 1
              ? `Survey \`${id}\`: the agent asked gave no answer.`
              : `Survey \`${id}\`: none of the ${asked} agents asked gave an answer.`,
          ),
        ]
      : [];
  });
}

/** One with a condition may well never be due. */
function interventions({ model }: Ground, { interventions: counted }: Counts): readonly SummaryFinding[] {
  return model.interventions.flatMap(({ id, at, schedule, judged, intercept }) => {
    const one = counted.get(id);
    if (!one || one.applied === 0) {
      const level = schedule.when || judged ? 'note' : 'warning';
      return [found('intervention', id, at, level, `Intervention \`${id}\` was never due.`)];
    }
    if (one.reached === 0 && one.joined === 0)
      return [found('intervention', id, at, 'warning', `Intervention \`${id}\` reached no agent.`)];
    if (!intercept || one.changed > 0) return [];
    return [found('intervention', id, at, 'note', `Intervention \`${id}\` held back or changed no message.`)];
  });
}
