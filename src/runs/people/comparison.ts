/** The agents of several runs compared with a table of people: each answer, by groups, one by one, in windows, and how answers hang together. */
import { type AnswerKind, compareAnswers } from '../../analysis/people/compareAnswers.js';
import { compareStructure } from '../../analysis/people/correlations.js';
import { compareMatched, type Pairs } from '../../analysis/people/matchedPairs.js';
import { type Answers, rowsOf } from '../../analysis/people/weightedAnswers.js';
import type { RunAnswers } from './agentAnswers.js';
import { BothSides, codeOf, wordsIn } from './bothSides.js';
import type { Decoded } from './decode.js';
import { notesOf } from './notes.js';
import type { ComparedAnswerResult, PartComparison, PeopleComparison } from './peopleComparison.js';
import type { PeopleTable } from './peopleTable.js';
import type { PeopleSpec, Property, ReferenceProblem } from './referenceSpec.js';
import { missingColumns, rowsThatCount } from './rowsThatCount.js';
import { compareWindows } from './windows.js';

export type Compared =
  | { readonly ok: true; readonly comparison: PeopleComparison }
  | { readonly ok: false; readonly problems: readonly ReferenceProblem[] };

/** `runs`: what was recorded in each. Problems name the node of the file that causes them. */
export function comparePeople(spec: PeopleSpec, table: PeopleTable, runs: readonly RunAnswers[]): Compared {
  const lacking = missingColumns(spec, table);
  if (lacking.length > 0) return { ok: false, problems: lacking };
  const rows = rowsThatCount(spec, table);
  if (rows.places.length === 0) return { ok: false, problems: [{ severity: 'error', at: spec.at, code: 'data-answers', message: NO_ROW }] };
  const side = new BothSides(spec, table, runs, rows);
  const groups = spec.groups.map((group) => [group, side.read(group, `groups.${group.id}`)] as const);
  const weighted = side.weigh(new Map(groups.flatMap(([{ id }, found]) => (found ? [[id, found] as const] : []))));
  const answers = spec.answers.flatMap((answer): readonly [Property, Decoded][] => {
    const found = side.read(answer, `answers.${answer.id}`);
    return found ? [[answer, found]] : [];
  });
  if (side.problems.length > 0) return { ok: false, problems: side.problems };
  const parts = groups.flatMap(([{ id }, found]) => (found ? [[id, found] as const] : []));
  const matches = spec.by ? side.matches(spec.by) : null;
  const compared = answers.map(([answer, decoded]): ComparedAnswerResult => {
    const [agents, people] = [side.agentsOf(decoded), side.peopleOf(decoded)];
    const comparison = compareAnswers(decoded.kind, agents, people);
    return {
      ...{ id: answer.id, kind: decoded.kind, isHeldOut: answer.isHeldOut, comparison },
      why: comparison ? null : side.whyNone(answer, people),
      parts: parts
        .filter(([group]) => side.columnOf(group) !== answer.column)
        .flatMap(([group, found]) => partsOf(decoded.kind, group, found, agents, people)),
      matched: matches && compareMatched(decoded.kind, pairsOf(decoded, matches)),
      windows: spec.windows ? compareWindows(spec, answer, decoded, side) : [],
    };
  });
  const structure = compareStructure(
    answers.map(([{ id }, decoded]) => ({
      id,
      kind: decoded.kind,
      agents: joined(side.agentsOf(decoded)),
      people: side.peopleOf(decoded),
    })),
  );
  const found = {
    ...{
      id: spec.id,
      source: spec.source,
      table: table.name,
      people: rows.places.length,
      rows: new Set(rows.places).size,
      allRows: table.rows,
      runs: runs.length,
    },
    ...{ isWeighted: spec.weight !== null || spec.margins.size > 0, answers: compared, structure },
  };
  return { ok: true, comparison: { ...found, notes: [...weighted, ...side.notes, ...notesOf(found)] } };
}

const NO_ROW = 'No row of the table counts. Look at `only` and `weight`.';

/** Parts with more values than this are too many to be compared one by one. */
const MOST_PARTS = 20;

function partsOf(kind: AnswerKind, group: string, found: Decoded, agents: readonly Answers[], people: Answers): readonly PartComparison[] {
  const words = wordsIn(found);
  if (words.length > MOST_PARTS) return [];
  return words.flatMap((word, place): readonly PartComparison[] => {
    const code = codeOf(found, place);
    const comparison = compareAnswers(
      kind,
      agents.map((run, r) => rowsOf(run, placesWith(found.agents[r]!, code))),
      rowsOf(people, placesWith(found.people, code)),
    );
    return comparison ? [{ group, part: word, comparison }] : [];
  });
}

function placesWith(values: Float64Array, wanted: number): readonly number[] {
  const places: number[] = [];
  for (let i = 0; i < values.length; i++) if (values[i] === wanted) places.push(i);
  return places;
}

const pairsOf = ({ agents, people }: Decoded, matches: readonly Int32Array[]): readonly Pairs[] =>
  agents.map((values, run) => {
    const both = [...values].flatMap((value, i) => {
      const row = matches[run]![i] ?? -1;
      return row < 0 || Number.isNaN(value) || Number.isNaN(people[row]!) ? [] : [[value, people[row]!] as const];
    });
    return { agents: both.map(([own]) => own), people: both.map(([, their]) => their) };
  });

/** All runs as one list of rows. */
const joined = (runs: readonly Answers[]): Answers => ({
  values: Float64Array.from(runs.flatMap(({ values }) => [...values])),
  weights: Float64Array.from(runs.flatMap(({ weights }) => [...weights])),
});
