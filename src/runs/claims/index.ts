/** Claim cards, loaded when a claim is verified. */
export { type Claim, claimsIn, claimsNamed } from './claim.js';
export type { ClaimCard } from './card.js';
export { type Verified, verifyClaims } from './verifyClaims.js';
export { cardsPage, cardText } from './cardText.js';
export { VERDICT_WORDS } from './verdict.js';
