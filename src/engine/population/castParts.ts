/** Roles in the cast of a scenario: their agents, goals, knowledge and variables. */
import type { AgentId, NodeId } from '../../core/util/ids.js';
import type { Json } from '../../core/util/json.js';
import type { CastPart, Role, Scenario } from '../../language/generated/society.js';
import type { PartSpec } from '../model/agentSpec.js';
import type { Report } from '../model/problems.js';
import { secretSpecs } from '../privacy/secrets.js';

interface Part {
  readonly spec: PartSpec;
  readonly vars: { readonly [name: string]: Json };
  readonly model: string | undefined;
}

/** Parts by agent. Empty if the cast is not a map of roles. */
export function partsOf(
  { cast }: Scenario,
  roles: { readonly [id: string]: Role },
  at: NodeId,
  report: Report,
): ReadonlyMap<AgentId, Part> {
  const parts = new Map<AgentId, Part>();
  if (cast === undefined || typeof cast === 'string' || Array.isArray(cast)) return parts;
  for (const [role, part] of Object.entries(cast as { readonly [role: string]: CastPart | string }))
    for (const [agent, one] of players(part))
      parts.set(agent, partOf(role, one, roles[role], secretSpecs(one.secrets, `${at}.cast.${role}`, report)));
  return parts;
}

const players = (part: CastPart | string): readonly (readonly [AgentId, Partial<CastPart>])[] =>
  typeof part === 'string' ? [[part, {}]] : [[part.play, part]];

const partOf = (role: string, part: Partial<CastPart>, from: Role | undefined, secrets: PartSpec['secrets']): Part => ({
  spec: { role, does: (from?.does ?? '').trim(), goal: (part.goal ?? from?.goal ?? '').trim(), knows: part.knows ?? [], secrets },
  vars: (part.vars ?? {}) as { readonly [name: string]: Json },
  model: part.model,
});
