/** The questions of a survey as declared, each with the kind of its answer. A matrix becomes one question for each of its rows. */
import type { NodeId } from '../../core/util/ids.js';
import type { SurveyQuestion } from '../../language/generated/society.js';
import { template } from '../evaluation/formulas.js';
import type { ArgSpec } from '../model/worldSpec.js';
import type { Select } from '../model/formulaTypes.js';
import type { SurveyItem } from '../model/studySpec.js';
import type { Report } from '../model/problems.js';
import { select } from '../evaluation/selectors.js';
import { arg } from '../evaluation/variables.js';

/** One item, or one for each row of a matrix, with the id `question.row`. */
export function surveyItems(id: string, question: SurveyQuestion, at: NodeId, report: Report): readonly SurveyItem[] {
  const { rows, text } = question;
  checkKinds(question, at, report);
  if (!rows) return [item(id, id, text, question, at, report)];
  return Object.entries(rows).map(([row, words]) =>
    item(`${id}.${row}`, id, `${text.trimEnd()} ${escaped(words)}`, question, `${at}.rows.${row}`, report),
  );
}

const KINDS = ['scale', 'rating', 'number', 'yes_no', 'one_of', 'some_of', 'open'] as const;

/** A question has one kind of answer. Without any, the answer is free text. */
function checkKinds(question: SurveyQuestion, at: NodeId, report: Report): void {
  const kinds = KINDS.filter((kind) => question[kind] !== undefined && question[kind] !== false);
  if (kinds.length > 1) report('error', at, `A question has one kind of answer, and here are ${kinds.join(' and ')}.`);
  if (question.most !== undefined && question.some_of === undefined)
    report('error', `${at}.most`, '`most` is for a question with `some_of`.');
  if (question.ends && question.scale === undefined && question.rating === undefined)
    report('warning', `${at}.ends`, '`ends` are the words for a scale, and are not shown here.');
}

/** A row is literal text, and follows a question that is a template. */
const escaped = (words: string): string => words.trim().replaceAll('$(', '$$(');

function item(id: string, of: string, text: string, question: SurveyQuestion, at: NodeId, report: Report): SurveyItem {
  const among = peopleOf(question.one_of ?? question.some_of, `${at}.one_of`, report);
  const choices = question.some_of === undefined ? null : Array.isArray(question.some_of) ? question.some_of.length : Infinity;
  const most = choices === null ? null : Math.min(choices, question.most ?? choices);
  return {
    ...{ id, at, of, most, ends: question.ends ?? [], agents: among },
    text: template(text, `${at}.text`, report),
    answer: answerOf(id, question, among, at, report),
  };
}

const peopleOf = (among: string | readonly string[] | undefined, at: NodeId, report: Report): Select | null =>
  typeof among === 'string' ? select(among === 'cast' ? 'all' : among, at, report) : null;

function answerOf(id: string, question: SurveyQuestion, among: Select | null, at: NodeId, report: Report): ArgSpec {
  const { scale, rating, number, yes_no } = question;
  const bounds = scale ?? (typeof number === 'string' ? number : rating === undefined ? undefined : `1..${rating}`);
  if (bounds !== undefined) return arg(id, bounds, at, report);
  if (number === true) return arg(id, 'number', at, report);
  if (yes_no) return arg(id, 'yes_no', at, report);
  if (among) return arg(id, 'agent', at, report);
  const words = question.one_of ?? question.some_of;
  return arg(id, words === undefined ? 'text' : [...words], at, report);
}
