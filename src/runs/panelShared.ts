/** What the panel shows of a run, for somebody who is given it: without what its file calls private. */
import type { SimEvent } from '../core/events.js';
import { indexOf } from '../core/roster.js';
import { type AgentSpec, privateVars, specOf, withheldTexts } from '../engine/index.js';
import type { PanelAgent, PanelCourse, PanelSnapshot } from '../protocol/course.js';
import { aboutWords, panelSnapshot, type PanelSource } from './panel.js';

/** As `panelSnapshot`. Private fields and values are not in it; private words that somebody said are taken out of what they said. */
export function sharedSnapshot(source: PanelSource, moment: number | null = null): PanelSnapshot {
  const { model, state } = source;
  const snapshot = panelSnapshot(source, moment);
  const agents = snapshot.agents.map((agent, i) => publicAgent(agent, specOf(model, state, i)));
  return { ...snapshot, agents, course: publicCourse(source, snapshot.course) };
}

function publicAgent(agent: PanelAgent, { self, private: keys = [] }: AgentSpec): PanelAgent {
  const { age, occupation } = self;
  return {
    ...agent,
    about: aboutWords({ age: keys.includes('age') ? null : age, occupation: keys.includes('occupation') ? '' : occupation }),
    interests: keys.includes('interests') ? [] : agent.interests,
  };
}

function publicCourse(source: PanelSource, course: PanelCourse): PanelCourse {
  const { model, state, events } = source;
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

/** Whether what an event set is nobody else's business: a private variable, or what somebody remembers. */
function heldBack({ model, state }: PanelSource): (event: SimEvent) => boolean {
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
    if (event.type !== 'state.overridden') return false;
    const { change } = event;
    return change.kind === 'memory' || (change.kind === 'variable' && isPrivate(change.agent, change.name));
  };
}
