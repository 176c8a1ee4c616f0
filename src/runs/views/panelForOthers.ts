/** A run in the panel's form, for other people: without what its file marks as private. */
import type { SimEvent } from '../../core/events/events.js';
import { indexOf } from '../../core/events/roster.js';
import { originsOf } from '../../core/events/rowViews.js';
import { type AgentSpec, type ScenarioModel, privateVars, specOf, withheldTexts } from '../../engine/index.js';
import type { PanelAgent, PanelCourse, PanelSeries, PanelSnapshot } from '../../protocol/course.js';
import { publicAttributes } from './panelAttributes.js';
import type { RunSummary } from '../../protocol/summary.js';
import { aboutWords, panelCast, panelSnapshot, type PanelRun } from './panelModel.js';
import { OTHER } from './panelSeries.js';

/** Like `panelSnapshot`. Private fields and values are left out; private words are removed from messages. */
export function sharedSnapshot(source: PanelRun, moment: number | null = null): PanelSnapshot {
  const { model, timeline } = source;
  const state = timeline.head;
  const cast = panelCast(source);
  const snapshot = panelSnapshot(source, moment, cast);
  const agents = snapshot.agents.map((agent, i) =>
    publicAgent(agent, { model, spec: specOf(model, state, cast.known?.[i] ?? i), names: snapshot.run.attributes }),
  );
  const course = publicCourse(source, snapshot.course);
  const isOpen = (measure: string): boolean => !model.derived?.measures.has(measure);
  const headline = snapshot.run.headline.filter(isOpen);
  const run = { ...snapshot.run, headline, series: publicSeries(snapshot.run.series, course) };
  const { summary } = snapshot;
  const measures = snapshot.measures.filter(({ id }) => isOpen(id));
  return { ...snapshot, run, agents, course, measures, ...(summary ? { summary: publicSummary(source, summary) } : {}) };
}

/** Faults may contain words of a file. */
function publicSummary({ model, timeline }: PanelRun, summary: RunSummary): RunSummary {
  const open = (findings: RunSummary['lost']): RunSummary['lost'] => {
    const texts = withheldTexts(
      model,
      timeline.head,
      findings.map(({ text }) => text),
    );
    return findings.map((one, i) => ({ ...one, text: texts[i]! }));
  };
  return { ...summary, never: open(summary.never), lost: open(summary.lost) };
}

interface Of {
  readonly model: ScenarioModel;
  readonly spec: AgentSpec;
  readonly names: readonly string[];
}

function publicAgent(agent: PanelAgent, { model, spec, names }: Of): PanelAgent {
  const { self, private: keys = [] } = spec;
  const { age, occupation } = self;
  return {
    ...agent,
    about: aboutWords({ age: keys.includes('age') ? null : age, occupation: keys.includes('occupation') ? '' : occupation }),
    interests: keys.includes('interests') ? [] : agent.interests,
    facts: publicAttributes(model, spec, names),
  };
}

/** Texts that a variable starts with are listed where agents show them in public; of the others no word is left. */
function publicSeries(series: readonly PanelSeries[], { values }: PanelCourse): readonly PanelSeries[] {
  const seen = new Set(values.map(([, place, , value]) => `${place} ${value}`));
  return series.map((one, place) =>
    one.words.at(-1) === OTHER ? { ...one, words: one.words.map((word, i) => (seen.has(`${place} ${i}`) ? word : OTHER)) } : one,
  );
}

function publicCourse(source: PanelRun, course: PanelCourse): PanelCourse {
  const { model, timeline } = source;
  const { head: state, events } = timeline;
  const isHeld = heldBack(source);
  const withTexts = <T extends { readonly text: string }>(items: readonly T[]): readonly T[] => {
    const texts = withheldTexts(
      model,
      state,
      items.map(({ text }) => text),
    );
    return items.map((item, i) => ({ ...item, text: texts[i]! }));
  };
  return {
    ...course,
    values: course.values.filter(([seq]) => !isHeld(events[seq]!)),
    messages: withTexts(course.messages),
    marks: withTexts(course.marks),
    notes: withTexts(course.notes.map((note) => (isHeld(events[note.seq]!) ? { ...note, text: '' } : note))),
  };
}

/** Whether an event is private: it sets a private variable, or a memory. */
function heldBack({ model, timeline }: PanelRun): (event: SimEvent) => boolean {
  const state = timeline.head;
  const worldly = new Set(model.vars.filter((one) => one.private).map(({ id }) => id));
  const own = new Map<string, ReadonlySet<string>>();
  const isPrivate = (agent: string | null, name: string): boolean => {
    if (agent === null) return worldly.has(name);
    let names = own.get(agent);
    if (!names) own.set(agent, (names = new Set(privateVars(model, specOf(model, state, indexOf(state.roster, agent))))));
    return names.has(name);
  };
  return (event) => {
    if (event.type === 'variable.set') return isPrivate(event.agent, event.name);
    if (event.type === 'variables.set') return originsOf(event, state.roster).some((agent) => isPrivate(agent, event.name));
    if (event.type === 'reward.given') return model.derived?.rewards.has(event.reward) === true;
    if (event.type !== 'state.overridden') return false;
    const { change } = event;
    return change.kind === 'memory' || (change.kind === 'variable' && isPrivate(change.agent, change.name));
  };
}
