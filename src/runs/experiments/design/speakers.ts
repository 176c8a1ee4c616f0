/** Which minds the arms of an experiment ask. */
import { mindWords } from '../../setup/minds.js';
import { compileArm } from './compileArm.js';
import type { Plan } from './experimentPlan.js';

/** As text. Among arms that name the same mind, or none, only the first is read. */
export async function speakersOf({ material, arms, seeds }: Plan): Promise<string> {
  const found = new Set<string>();
  const looked = new Set<string | null>();
  for (const arm of arms) {
    if (looked.has(arm.model)) continue;
    looked.add(arm.model);
    const made = await compileArm(material, { arm, seed: seeds[0] ?? 1 });
    if (made.ok) found.add(mindWords(made.model));
  }
  return [...found].join('; ');
}
