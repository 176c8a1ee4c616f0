/** Requests that read a moment, each with its result. They change nothing; what cannot be shown is refused with a message. */
import { t } from '../../core/util/l10n.js';
import { translated } from '../../core/util/recordedText.js';
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { SimEvent } from '../../core/events/events.js';
import { indexOf } from '../../core/events/roster.js';
import type { Breakpoints } from './breakpointList.js';
import { completionsAt } from '../inspect/completions.js';
import { entriesAt } from '../cursor/stepTargets.js';
import { hitsOf } from '../breakpoints/breakpointStops.js';
import type { Inspector } from '../inspect/inspector.js';
import type { Later } from '../run/later.js';
import { modulesOf } from './capabilities.js';
import { baseName } from '../run/sourceMap.js';
import type { Showing, Timeline } from '../run/requests.js';
import { Refused } from '../run/errors.js';
import { virtualSources, virtualText } from '../inspect/sources.js';
import { titleOf } from '../run/eventLabels.js';
import { conditionText, datumText } from '../breakpoints/eventTests.js';

/** More would fill any timeline without a gap. */
const MOST_HITS = 2_000;

/** What the requests read, after there is a run. */
export interface InspectHost {
  readonly looking: Inspector;
  readonly breakpoints: Breakpoints;
}

type Shown = { readonly [C in keyof Showing]: (desk: InspectHost, args: Showing[C][0]) => Later<Showing[C][1]> };

export const SHOWING: Shown = {
  threads: ({ looking }) => ({ threads: looking.threads() }),
  stackTrace: ({ looking }, { threadId, startFrame = 0, levels = 0 }) => looking.stack(threadId, startFrame, levels),
  scopes: ({ looking }, { frameId }) => ({ scopes: looking.scopes(looking.frame(frameId)) }),
  variables: ({ looking }, { variablesReference, filter, start, count }) => ({
    variables: looking.variables(variablesReference, filter, start, count),
  }),
  evaluate: ({ looking }, { expression, frameId, context }) =>
    context === 'clipboard' ? looking.copied(expression, frameId) : looking.evaluate(expression, frameId, context === 'repl'),
  completions: ({ looking }, { text, column, frameId }) => ({ targets: completions(looking, text.slice(0, column - 1), frameId) }),
  exceptionInfo: ({ looking }) => exceptionInfo(looking),
  source: ({ looking }, { source, sourceReference }) => {
    const found = virtualText(looking.journal, source?.sourceReference ?? sourceReference);
    if (!found) throw new Refused('unknown-text', t('Unknown text.'));
    return { content: found.text, mimeType: found.mime };
  },
  loadedSources: ({ looking: { debuggee } }) => ({
    sources: [
      ...debuggee.run.places.paths.map((path) => ({ name: baseName(path), path })),
      ...virtualSources(debuggee.timeline.events, debuggee.seq),
    ],
  }),
  modules: ({ looking }, { startModule = 0, moduleCount = 0 }) => {
    const all = modulesOf(looking.journal, looking.debuggee.run.booked?.());
    const modules = all.slice(startModule, moduleCount > 0 ? startModule + moduleCount : undefined);
    return { modules, totalModules: all.length };
  },
  locations: ({ looking }, { locationReference }) => {
    const { path, line } = looking.location(locationReference);
    return { source: { name: baseName(path), path }, line };
  },
  breakpointLocations: ({ looking }, { source, line, endLine = line }) => ({
    breakpoints: looking.debuggee.run.places.lines(source.path ?? '', line, endLine).map((one) => ({ line: one })),
  }),
  dataBreakpointInfo: ({ looking, breakpoints }, { variablesReference, name }) => {
    const about = t('any agent for which `{0}` becomes true', name);
    if (!variablesReference && breakpoints.isCondition(name))
      return { dataId: conditionText(name), description: about, accessTypes: ['write'], canPersist: true };
    const datum = looking.datum(variablesReference, name);
    return datum
      ? { dataId: datumText(datum), description: datumText(datum), accessTypes: ['write'], canPersist: true }
      : { dataId: null, description: t('No event changes `{0}` by itself: choose a tie, a variable, a reward or a measure.', name) };
  },
  gotoTargets: ({ looking, breakpoints }, { source, line }) => {
    const { events } = looking.debuggee.timeline;
    const label = (seq: number): string => t('event {0}: {1}', seq, titleOf(events[seq]!, looking.nameOf));
    const moments = breakpoints.moments(source.path ?? '', line, looking.debuggee.seq);
    return { targets: moments.map((seq) => ({ id: seq + 1, line, label: label(seq) })) };
  },
  stepInTargets: ({ looking }, { frameId }) => {
    const { debuggee, nameOf } = looking;
    const { event } = looking.frame(frameId);
    const entries = event.seq === debuggee.seq ? entriesAt(event, debuggee.state, nameOf) : [];
    return { targets: entries.map(({ id, label }) => ({ id, label })) };
  },
  'society/timeline': ({ looking }) => timelineOf(looking),
  'society/hits': ({ looking: { debuggee } }) => {
    debuggee.lookAhead();
    return { seqs: hitsOf(debuggee.breakpoints, MOST_HITS) };
  },
  'society/origin': ({ looking }, { variablesReference, name }) => looking.origin(variablesReference, name),
  'society/inspect': ({ looking }, { agent = null, seq = looking.debuggee.seq }) => {
    const { timeline } = looking.debuggee;
    const event = timeline.events[seq];
    if (!event) throw new Refused('unknown-event', t('Unknown event {0}.', seq));
    if (agent !== null && indexOf(looking.stateAt(seq).roster, agent) < 0)
      throw new Refused('unknown-agent', t('Unknown agent `{0}`.', agent));
    return { scopes: looking.scopes({ event, agent }) };
  },
};

function timelineOf({ debuggee }: Inspector): Timeline {
  const { seq, isLive, isOver, state, timeline } = debuggee;
  return { seq, events: timeline.events.length, round: state.round, isLive, isOver, rounds: [...timeline.rounds] };
}

function completions(looking: Inspector, text: string, frameId: number | undefined): DebugProtocol.CompletionItem[] {
  const { debuggee } = looking;
  const of = frameId === undefined ? null : looking.frame(frameId);
  const event: SimEvent | null = of?.event ?? debuggee.timeline.events[debuggee.seq] ?? null;
  const state = of ? looking.stateAt(of.event.seq) : debuggee.state;
  return [...completionsAt(debuggee.run.handle.model, state, event, of?.agent ?? null, text)];
}

function exceptionInfo({ debuggee, nameOf }: Inspector): DebugProtocol.ExceptionInfoResponse['body'] {
  const event = debuggee.timeline.events[debuggee.seq];
  const { reason, fault } = debuggee.lastStop ?? {};
  if (reason !== 'exception' || !event) throw new Refused('no-exception', t('There is no fault here.'));
  if (fault) return { exceptionId: fault.id, description: translated(fault.text), breakMode: 'always' };
  const isFault = event.type === 'fault';
  return {
    exceptionId: isFault ? event.code : event.type,
    description: isFault ? translated(event.text) : titleOf(event, nameOf),
    breakMode: 'always',
  };
}
