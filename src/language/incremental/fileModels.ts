/**
 * The models of texts, and the drafts they came from, so that the next text of a file analyses only what changed in it.
 * A long text is analysed in slices; a newer text of the same file ends the work on an older one and goes on with what
 * that has got so far.
 */
import { advance, beginDraft, type Draft } from './draftFile.js';
import { type FileModel, finish } from './file.js';

/**
 * Lets the host do other things once enough work has been done in one go; undefined when there is no need yet. The host
 * has the clock.
 */
export type Pause = () => Promise<void> | undefined;

interface Models {
  /** The model of a text; where another text of the file has come meanwhile, of that one. */
  of(uri: string, text: string): Promise<FileModel>;
  forget(uri: string): void;
  /** Grows when a model takes the place of an earlier one, whose nodes may then be elsewhere. */
  replaced(): number;
}

interface Kept {
  readonly draft: Draft;
  /** The last draft that could be cut into pieces: what the next one begins from. */
  readonly base: Draft | null;
  model: Promise<FileModel>;
}

export function createModels(pause: Pause): Models {
  const kept = new Map<string, Kept>();
  let replaced = 0;

  const complete = async (uri: string, own: Kept): Promise<FileModel> => {
    for (let more = true; more; ) {
      more = advance(own.draft);
      const turn = pause();
      if (!turn) continue;
      await turn;
      const newest = kept.get(uri);
      if (newest && newest !== own) return newest.model;
    }
    replaced++;
    const model = finish(own.draft);
    await pause();
    return model;
  };
  return {
    of: (uri, text) => {
      const known = kept.get(uri);
      if (known && known.draft.text === text) return known.model;
      const draft = beginDraft(uri, text, known?.base ?? null);
      const own = { draft, base: draft.blocks ? draft : (known?.base ?? null) } as Kept;
      kept.set(uri, own);
      own.model = complete(uri, own);
      return own.model;
    },
    forget: (uri) => void kept.delete(uri),
    replaced: () => replaced,
  };
}
