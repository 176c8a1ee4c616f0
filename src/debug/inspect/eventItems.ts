/** The fields of an event, as the scope `Event` shows them. An event of many agents lists them with their values. */
import { t } from '../../core/util/l10n.js';
import { indexAt } from '../../core/columns/indexText.js';
import { valueIn } from '../../core/columns/valueText.js';
import { nameAt } from '../../core/events/agents.js';
import type { SimEvent } from '../../core/events/events.js';
import { idAt, indexOf, type Roster } from '../../core/events/roster.js';
import { reachedBy, rowsOf, tieRowsOf } from '../../core/events/rowViews.js';
import type { State } from '../../core/events/state.js';
import type { Timeline } from '../../core/events/timeline.js';
import { titleOf } from '../run/eventLabels.js';
import { type Item, itemOf, listed } from './valueTree.js';

/** The event's own fields, with its place in the file, and its cause. */
export function eventItems({ events }: Pick<Timeline, 'events'>, state: State, event: SimEvent): readonly Item[] {
  const name = (id: string | null): string => (id === null ? t('the society') : (nameAt(state, indexOf(state.roster, id)) ?? id));
  const { seq, cause, at, type } = event;
  return [
    { name: 'event', value: `${type}, number ${seq}`, at, seq },
    ...fieldItems(event, state.roster),
    ...(cause === null ? [] : [{ name: t('caused by'), value: t('event {0}: {1}', cause, titleOf(events[cause]!, name)), seq: cause }]),
  ];
}

function fieldItems(event: SimEvent, roster: Roster): readonly Item[] {
  const id = (index: number): string => idAt(roster, index);
  if (event.type === 'variables.set') {
    const { rows, values } = rowsOf(event);
    const agents = listed(rows.length, (i) => itemOf(id(indexAt(rows, i)), valueIn(values, i)));
    return [itemOf('name', event.name), { name: 'agents', value: `[${rows.length}]`, type: 'list', children: agents }];
  }
  if (event.type === 'ties.changed') {
    const { ends, strengths } = tieRowsOf(event);
    const ties = listed(ends.from.length, (i) => itemOf(`${id(ends.from[i]!)} → ${id(ends.to[i]!)}`, valueIn(strengths, i)));
    return [itemOf('network', event.network), { name: 'ties', value: `[${ends.from.length}]`, type: 'list', children: ties }];
  }
  const { seq: _seq, step: _step, end: _end, cause: _cause, at: _at, type: _type, ...body } = event;
  if (event.type !== 'intervention.applied' && (event.type !== 'message.sent' || event.agents === undefined))
    return Object.entries(body).map(([name, value]) => itemOf(name, value));
  const { length, at } = reachedBy(event, roster);
  const to = { name: 'to', value: `[${length}]`, type: 'list', children: listed(length, (i) => itemOf(`${i}`, id(at(i)))) };
  return Object.entries(body).flatMap(([name, value]) => (name === 'to' ? [to] : name === 'agents' ? [] : [itemOf(name, value)]));
}
