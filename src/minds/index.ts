/** Minds: the ones that need no model, endpoints, and the rules of trust for endpoints. */
export { AnswerBook, answeredFrom, type KeptAnswer } from './recordedAnswers/answerBook.js';
export * from './builtin/index.js';
export * as builtinNumbers from './builtin/phrases/constants.js';
/** Loaded when models are searched on this machine. */
export const localServers = () => import('./openai/localServers.js');
export type {
  BatchServer,
  EndpointFault,
  FaultCode,
  Fetch,
  LeanFetch,
  LocalModel,
  OpenaiMindOptions,
  OpenaiModelSpec,
  Probe,
  ServerChecks,
} from './openai/index.js';
export * from './trust/index.js';
export * from './person/human.js';
export * from './person/personForm.js';
export * from './recordedAnswers/answerBook.js';
export * from './recordedAnswers/scriptedMind.js';
export * from './prices/prices.js';
export { PRICES, type PriceRow } from './prices/prices.js';
export * from './editorModel.js';
export {
  type About,
  afterBudget,
  type BatchLog,
  type BatchNews,
  type EarlierBatch,
  type LedgerEntry,
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
