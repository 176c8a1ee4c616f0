/** Who can answer a question: minds that need no model, endpoints, and the rules by which an endpoint may be asked. */
export { AnswerBook, answeredFrom, type KeptAnswer } from './answerBook.js';
export * from './builtin/index.js';
export * as builtinNumbers from './builtin/constants.js';
export * from './openai/index.js';
export * from './trust/index.js';
export * from './human.js';
export * from './personForm.js';
export * from './recorded.js';
export * from './scripted.js';
export * from './prices.js';
export { PRICES, type PriceRow } from './priceTable.js';
export * from './editor.js';
export {
  type About,
  afterBudget,
  type Booked,
  type BookedFor,
  type CallLog,
  type Cost,
  Ledger,
  type Limits,
  Limiter,
  moneyText,
  NOTHING,
  type Spent,
  sum,
  type Timing,
  type Waiting,
  withCare,
  withOthers,
} from './layers/index.js';
