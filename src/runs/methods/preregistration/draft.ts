/** What a preregistration already knows from the file, as text that an author completes before it is frozen. */
import type { AuthorWords, RegisteredFile } from './preregistration.js';
import { runText, stoppingWords } from './registrationText.js';

/** Plain text, one line each. */
interface RegistrationDraft {
  /** The claims of the file with their tests. */
  readonly hypotheses: string;
  /** Arms, seeds and runs. */
  readonly runs: string;
  readonly stopping: string;
}

/** What the author left or wrote for each part of a draft. */
type Answers = { readonly [K in 'question' | 'expected' | 'stopping' | 'exclusions']: string };

export const draftOf = ({ claims, designs }: Pick<RegisteredFile, 'claims' | 'designs'>): RegistrationDraft => ({
  hypotheses: claims.map(({ says }) => says.replace(/\s+/g, ' ').trim()).join('; '),
  runs: designs.map(runText).join(' '),
  stopping: stoppingWords(1),
});

/** A text that is as in the draft, or empty, counts as not written: the document has it from the file. */
export function authorOf(draft: RegistrationDraft, { question, expected, stopping, exclusions }: Answers): AuthorWords {
  const written = (text: string, drafted = ''): string | null => (text.trim() === '' || text.trim() === drafted ? null : text.trim());
  const results = written(expected, draft.hypotheses);
  return {
    question: written(question),
    stopping: written(stopping, draft.stopping),
    exclusions: exclusions.split(';').flatMap((rule) => written(rule) ?? []),
    other: results === null ? null : `Expected results: ${results}`,
    looks: 1,
  };
}
