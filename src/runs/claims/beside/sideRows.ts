/** Rows of a card that compare no conditions. */
import type { ScenarioModel } from '../../../engine/index.js';
import type { Diagnostic } from '../../../language/api.js';
import type { ExperimentRun } from '../../experiments/design/runRecord.js';
import { readsProse } from '../../setup/minds.js';
import { awarenessOf, awarenessRow, type Interviewed, judgedRow, recogniser, type StudyJudge } from './awarenessRow.js';
import type { RowContent, SideRows } from '../card.js';
import type { Claim } from '../claim.js';
import { leadingRow } from './leadingRow.js';
import { varietyRow } from './varietyRow.js';

interface SideInput {
  readonly claim: Claim;
  /** As the scenario is written. */
  readonly model: ScenarioModel;
  /** What the check of the file found. */
  readonly hints: readonly Diagnostic[];
  /** The runs as written, and with agents that hear nobody. */
  readonly written: readonly ExperimentRun[];
  readonly isolated: readonly ExperimentRun[];
  /** What agents said after their runs, outside of them; null where none was asked. */
  readonly interviewed: readonly Interviewed[] | null;
  /** Whether an answer recognises the study, by the pattern of the scenario; null without one. */
  readonly recognises: ((text: string) => boolean) | null;
  /** Who decides whether an answer recognises the study; null where words or a pattern do. */
  readonly judge: StudyJudge | null;
}

export function sideRowsOf(input: SideInput): SideRows {
  const { claim, model, hints, written, isolated } = input;
  return {
    leading: leadingRow(claim, model, hints),
    awareness: awarenessIn(input),
    variety: varietyRow(written, isolated) ?? NO_ANSWERS,
  };
}

function awarenessIn({ claim, model, interviewed, recognises, judge }: SideInput): RowContent {
  if (!readsProse(model)) return { state: 'absent', lines: ['No agent reads prose, so none can recognise a study.'], todo: null, runs: 0 };
  const ids = new Set(model.agents.representatives.map(({ self }) => self.id));
  const byWords = recognises ?? recogniser(claim, ids, model.language);
  if (judge && interviewed?.some(({ answers }) => answers.some(({ text }) => text !== null)))
    return judgedRow(interviewed, judge, byWords, recognises ? 'pattern' : 'words of the claim');
  const found = interviewed && awarenessOf(interviewed, byWords);
  return found ? awarenessRow(found, recognises ? 'match the pattern of the file' : 'name what is studied') : NOT_ASKED;
}

const NOT_ASKED: RowContent = { state: 'unpaid', lines: [], todo: 'Ask agents after their runs with --interviews N.', runs: 0 };

const NO_ANSWERS: RowContent = {
  ...{
    state: 'absent',
    lines: ['No two agents answered the same question of a survey, and there are no two acts to choose from.'],
    runs: 0,
  },
  todo: 'Ask agents the same question twice or more under `surveys:`.',
};
