/** Tokens of the longest answer to a test question. */
export const CANARY_TOKENS = 120;
