/** Signature help: the function whose brackets are open at the cursor, its parameters, and the parameter at the cursor. */
import { describeType, type FunctionType, namesAfter, paramLabel, paramOf, spotAt } from '../../../expr/index.js';
import type { SignatureHelp } from '../../api.js';
import { namesAt } from '../../names/names.js';
import type { Program } from '../../program/program.js';
import { follow, type Schema } from '../../schema/schema.js';
import { cursorAt } from '../position/cursorContext.js';
import { beforeCursor, linesAbove } from '../position/expressionAt.js';
import { schemasOf } from '../position/locate.js';
import { t } from '../../../core/util/l10n.js';

export function signatureAt(program: Program, offset: number): SignatureHelp | null {
  const { lines, text } = program.main.tree;
  const cursor = cursorAt(lines, offset);
  if (cursor.mode === 'none') return null;
  const kinds = schemasOf(cursor).map((schema: Schema) => follow(schema)['x-expr']);
  const before = beforeCursor(text, offset, kinds, cursor.mode === 'text' ? null : cursor.prefix);
  if (!before) return null;
  const names = namesAt(program, program.main, { path: cursor.path.join('.') });
  const known = before.statement ? namesAfter(linesAbove(program.main, offset), names) : names;
  const call = spotAt(before.text, known, before.statement)?.call;
  if (!call) return null;
  const active = paramOf(call);
  return { ...labelled(call.name, call.fn), active: active ? call.fn.params.indexOf(active) : call.fn.params.length };
}

/** `tie(a: agent, b: agent, network?): number`, with the place of each parameter in it. */
function labelled(name: string, fn: FunctionType): Omit<SignatureHelp, 'active'> {
  let label = `${name}(`;
  const parameters = fn.params.map((param, i): readonly [number, number] => {
    if (i > 0) label += ', ';
    const start = label.length;
    const type = param.names ?? (param.arrow ? 'x => …' : param.type.kind === 'unknown' ? '' : describeType(param.type));
    label += paramLabel(param) + (type === '' ? '' : `: ${type}`);
    return [start, label.length];
  });
  label += fn.result.kind === 'unknown' ? ')' : `): ${describeType(fn.result)}`;
  const example =
    fn.example === undefined ? '' : `\n\n\`${fn.example[0]}\`${fn.example[1] === undefined ? '' : t(' is `{0}`', fn.example[1])}`;
  return { label, parameters, documentation: t(fn.doc) + example };
}
