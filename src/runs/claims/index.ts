/** Claim cards, loaded when a claim is verified. */
export { type Claim, claimsIn, claimsNamed } from './claim.js';
export type { ClaimCard } from './card.js';
export { runsNeeded, type Verified, verifyClaims } from './verifyClaims.js';
export { cardsFile, type FoundCards, foundCards, keepCards, NO_CARDS, reportedCards, sourcesOf } from './keptCards.js';
export { interviewForecast } from './beside/interviewForecast.js';
export { type Interviews, type InterviewStudy, interviewRuns, judgeLabel, type OpenInterviews } from './beside/studyInterviews.js';
export { cardsPage, cardText, shownCard } from './cardText.js';
export { translatedCard } from './translatedCard.js';
