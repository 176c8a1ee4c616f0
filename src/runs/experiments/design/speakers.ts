/** Who speaks in the arms of an experiment. */
import { mindWords } from '../../setup/minds.js';
import { compileArm } from './compileArm.js';
import type { Plan } from './experimentPlan.js';

/** In words. Of arms that name the same mind, or none, the first is looked at. */
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
