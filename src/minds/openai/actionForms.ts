/**
 * The schema of an act with one form for each action, so that an answer has exactly what its action needs: words for a message, the
 * id of the message for an answer. A small model otherwise leaves them out. Strict mode does not allow it at the top of a schema, so
 * only servers on this machine get it.
 */
import type { JsonObject } from '../../core/util/json.js';
import type { AnswerSchema, Question } from '../../engine/model/question.js';
import type { Option, OptionArg } from '../../engine/model/situationTypes.js';

/** Properties of an answer, which do not depend on its action. */
const COMMON = ['votes', 'next', 'done'] as const;

type Forms = (schema: AnswerSchema) => JsonObject;

/** The forms of the answers of an act, or null for another question. `formOf` gives the form of one property. */
export function actionForms({ purpose, situation, answer }: Question, formOf: Forms): JsonObject | null {
  if (purpose !== 'act' || !('properties' in answer) || situation.options.length === 0) return null;
  const { properties } = answer;
  const common = Object.fromEntries(COMMON.flatMap((name) => (properties[name] ? [[name, formOf(properties[name])]] : [])));
  const forms = situation.options.map((option) => closed({ ...ownForms(option, properties, formOf), ...common }));
  return forms.length === 1 ? forms[0]! : { anyOf: forms };
}

/** The properties of one action, in the order of the schema. */
function ownForms(option: Option, properties: { readonly [name: string]: AnswerSchema }, formOf: Forms): JsonObject {
  const { action, kind, wordless, messages, agents, values, args } = option;
  const words =
    properties['text'] && kind === 'message' && !wordless ? { ...formOf(properties['text']), type: 'string', minLength: 1 } : null;
  return {
    action: { type: 'string', enum: [action] },
    ...(words ? { text: words } : {}),
    ...(messages ? { on: { type: 'string', enum: messages } } : {}),
    ...(agents ? { to: { type: 'string', enum: agents } } : {}),
    ...(values ? { value: { type: 'string', enum: values } } : {}),
    ...(args && args.length > 0 ? { args: argForms(args, properties['args'], formOf) } : {}),
  };
}

/** The arguments of one action. One that is not optional has a value. */
function argForms(args: readonly OptionArg[], schema: AnswerSchema | undefined, formOf: Forms): JsonObject {
  const known = schema && 'properties' in schema ? schema.properties : {};
  return closed(
    Object.fromEntries(
      args.flatMap(({ id, optional }) => {
        const property = known[id];
        return property ? [[id, optional ? formOf(property) : present(formOf(property))]] : [];
      }),
    ),
  );
}

/** The form of a value that may not be null. */
function present(form: JsonObject): JsonObject {
  const { type, enum: words } = form;
  return {
    ...form,
    ...(Array.isArray(type) ? { type: type[0]! } : {}),
    ...(Array.isArray(words) ? { enum: words.filter((word) => word !== null) } : {}),
  };
}

const closed = (properties: JsonObject): JsonObject => ({
  ...{ type: 'object', properties, required: Object.keys(properties), additionalProperties: false },
});
