/** What interviews about the study and their judge will take, before anything is sent: from the questions of one run. */
import { interviewQuestion, judgeQuestion, modelAt, type Question } from '../../../engine/index.js';
import type { Society } from '../../../language/generated/society.js';
import { costOf, isLanguageModel, type PricedSpec, priceOf } from '../../../minds/index.js';
import { sha256 } from '../../../node/ports.js';
import { type Forecast, type ForecastRow, type Range, totals } from '../../cost/forecast.js';
import { promptTokens } from '../../cost/forecastPlay.js';
import { openRecorded, timelineOf } from '../../live/recordedRun.js';
import { castOf, judgeAsked, judgeLabel, type InterviewStudy, type OpenInterviews, STUDY_QUESTION } from './studyInterviews.js';

/** Tokens of an answer of an agent, and of a judge. */
const ANSWER: Range = { low: 30, likely: 90, high: 300 };
const JUDGEMENT: Range = { low: 5, likely: 10, high: 60 };

/** How far prompts of other runs and agents differ from those that are counted. */
const LOOSE = 0.3;

/** Tokens of a word of an answer that is not there yet, about. */
const PLACEHOLDER = 'word '.repeat(ANSWER.likely);

/** Rejects where the first run cannot be opened. */
export async function interviewForecast(
  { agents, judgements, first }: OpenInterviews,
  { society, judge }: Pick<InterviewStudy, 'society' | 'judge'>,
  most: number,
): Promise<Forecast> {
  const opened = await openRecorded(first);
  if (!opened.ok) throw new Error(opened.message);
  const { head } = timelineOf(opened.run);
  const model = modelAt(opened.run.model, head.seq);
  const host = { sha256, minds: new Map() };
  const cast = castOf(model, most);
  const asked = cast.flatMap((agent) => interviewQuestion(model, head, agent, STUDY_QUESTION, 0, host) ?? []);
  const rows = asked.map((question) => rowOf(society, question, agents / Math.max(1, asked.length), ANSWER));
  const judged = judge && judgeQuestion(model, head, { mind: judge.mind, ask: judgeAsked(judge.ask), text: PLACEHOLDER }, host);
  const all = [...rows, ...(judged ? [rowOf(society, judged, judgements, JUDGEMENT)] : [])];
  const labels = [...model.minds, ...(judge ? [judgeLabel(society, judge)] : [])];
  const spoken = labels.filter(({ id, kind }, i) => isLanguageModel(kind) && labels.findIndex((one) => one.id === id) === i);
  const minds = spoken.filter(({ id }) => all.some(({ mind }) => mind === id));
  return { ...totals(society, minds, all), rounds: 0, rehearsed: 0, rehearsals: 0, counted: all.length };
}

function rowOf(society: Society, question: Question, times: number, answer: Range): ForecastRow {
  const { mind, purpose } = question;
  const { tokens } = promptTokens(society, mind, question);
  const each: Range = { low: tokens * (1 - LOOSE), likely: tokens, high: tokens * (1 + LOOSE) };
  const [input, output] = [scaled(each, times), scaled(answer, times)];
  const price = priceOf(society.models?.[mind] as PricedSpec | undefined);
  const cost = (end: keyof Range): number => (price ? costOf(price, { input: input[end], output: output[end] }) : 0);
  const money = price && { low: cost('low'), likely: cost('likely'), high: cost('high') };
  return { mind, purpose, calls: scaled(ONE, times), input, output, money, byRound: new Map() };
}

const ONE: Range = { low: 1, likely: 1, high: 1 };

const scaled = ({ low, likely, high }: Range, times: number): Range => ({ low: low * times, likely: likely * times, high: high * times });
