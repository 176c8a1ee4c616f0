/** `society models`: lists the models of servers on this machine, with the lines for `models:` in a file. */
import { t } from '../../core/util/l10n.js';
import { findLocalModels, type LocalModel } from '../../minds/openai/index.js';
import { argumentsOf } from '../terminal/arguments.js';
import { jsonText, printable, UsageError } from '../terminal/output.js';

export async function models(args: readonly string[]): Promise<number> {
  const { values, positionals } = argumentsOf('models', args, { json: { type: 'boolean' } });
  if (positionals.length > 0) throw new UsageError(t('models takes no file.'));
  const found = await findLocalModels();
  process.stdout.write(values.json ? jsonText(found) : printable(localModelsText(found)));
  return 0;
}

/** One entry for `models:` for each model, with what is known of it as a comment. */
export function localModelsText(found: readonly LocalModel[]): string {
  if (found.length === 0) return t('No server answers at the usual ports of Ollama, LM Studio, llama.cpp or vLLM on this machine.\n');
  const entries = found.map(({ server, baseUrl, name, context, longest, small }, i) => {
    const most = context === null && longest !== null ? `, context of up to ${longest} tokens` : '';
    const rows = [`  local_${i + 1}: # ${server}${most}${small ? ', a very small model' : ''}`, '    kind: openai'];
    return [
      ...[...rows, `    base_url: ${baseUrl}`, `    name: ${JSON.stringify(name)}`],
      ...(context === null ? [] : [`    context: ${context}`]),
    ].join('\n');
  });
  return `models:\n${entries.join('\n')}\n`;
}
