/** What a run lost: faults, answers that could not be used or came from a fallback, acts that were not possible. */
import type { ScenarioModel } from '../../engine/index.js';
import type { SummaryFinding, SummaryKind } from '../../protocol/summary.js';
import { BY, type Counts } from './counts.js';

export function whatWasLost(model: ScenarioModel, counts: Counts): readonly SummaryFinding[] {
  const kinds = new Map(model.minds.map(({ id, kind }) => [id, kind]));
  const at = (mind: string): string | null => (['builtin', 'random'].includes(kinds.get(mind) ?? 'builtin') ? null : `models.${mind}`);
  const some = (map: ReadonlyMap<string, number>, kind: SummaryKind, of: Told): readonly SummaryFinding[] =>
    [...map].map(([key, count]) => {
      const [id = '', ...more] = key.split(BY);
      return {
        ...{ kind, id, level: of.level, count, at: kind === 'act' || kind === 'embedding' ? null : at(id) },
        text: of.text(count, id, more),
      };
    });
  return [
    ...[...counts.faults].map(([key, { count, at: node, text }]): SummaryFinding => {
      const [id = ''] = key.split(BY);
      return {
        kind: 'fault',
        id,
        level: 'warning',
        count,
        at: node,
        text: `${times(count, 'fault')}${node === null ? '' : ` at \`${node}\``}: ${text}`,
      };
    }),
    ...some(counts.unusable, 'answer', {
      level: 'warning',
      text: (n, mind, [reason]) => `${times(n, 'answer')} of \`${mind}\` could not be used (${plain(reason)}).`,
    }),
    ...some(counts.standIns, 'stand-in', {
      level: 'warning',
      text: (n, mind, [by, because]) => `${times(n, 'answer')} came from \`${by}\` in place of \`${mind}\` (${plain(because)}).`,
    }),
    ...some(counts.repaired, 'repair', {
      level: 'note',
      text: (n, mind, [reason]) => `${times(n, 'answer')} of \`${mind}\` had to be repaired (${plain(reason)}).`,
    }),
    ...some(counts.rejected, 'act', {
      level: 'note',
      text: (n, action, [reason]) =>
        `Action \`${action}\` was chosen ${n === 1 ? 'once' : `${n} times`} when it was not possible (${plain(reason)}).`,
    }),
    ...some(counts.embeddings, 'embedding', {
      level: 'warning',
      text: (n, reason) => `${times(n, 'request')} for embeddings failed (${plain(reason)}).`,
    }),
  ];
}

interface Told {
  readonly level: SummaryFinding['level'];
  readonly text: (count: number, id: string, more: readonly string[]) => string;
}

const times = (n: number, one: string): string => `${n} ${one}${n === 1 ? '' : 's'}`;
const plain = (reason: string | undefined): string => (reason ?? '').replaceAll(/[_-]/g, ' ');
