/** The answers of a run that agents can agree on: those of surveys, and choices between acts that change the world. */
import { type AnswerCourse, answerVariety } from '../../../analysis/index.js';
import type { SimEvent } from '../../../core/events/events.js';
import type { Timeline } from '../../../core/events/timeline.js';
import type { ScenarioModel } from '../../../engine/index.js';
import type { ExperimentRun } from './runRecord.js';

/** How alike the agents answered; empty where no two answered the same question. */
export function varietyOf(model: Pick<ScenarioModel, 'phases'>, { events }: Pick<Timeline, 'events'>): Pick<ExperimentRun, 'variety'> {
  const variety = answerVariety(coursesOf(model, events));
  return variety ? { variety } : {};
}

function coursesOf({ phases }: Pick<ScenarioModel, 'phases'>, events: Iterable<SimEvent>): readonly AnswerCourse[] {
  const acts = new Set(phases.round.flatMap(({ actions }) => actions.flatMap(({ id, kind }) => (kind === 'act' ? [id] : []))));
  const courses = new Map<string, Map<string, string>[]>();
  let round = 0;
  /** The last answer of an agent in a round counts. */
  const note = (question: string, agent: string, answer: string): void => {
    const moments = courses.get(question) ?? [];
    courses.set(question, moments);
    (moments[round] ??= new Map()).set(agent, answer);
  };
  for (const event of events) {
    if (event.type === 'round.started') round = event.round;
    else if (event.type === 'act.chosen' && acts.size > 1 && acts.has(event.action)) note('', event.agent, event.action);
    else if (event.type === 'survey.answered')
      for (const [id, answer] of Object.entries(event.answers))
        if (typeof answer !== 'object') note(`${event.survey} ${id}`, event.agent, String(answer));
  }
  return [...courses.values()].map((moments) => moments.filter((answers) => answers !== undefined));
}
