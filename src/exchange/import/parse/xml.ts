/** XML as a tree of plain elements with their lines. Entities that the file defines are refused, because they can expand to anything. */
import { english, marked } from '../../../core/util/l10n.js';
import { SaxesParser } from 'saxes';
import type { Json, JsonObject } from '../../../core/util/json.js';
import { joined } from './fields.js';
import { ImportError } from './importLog.js';

export interface XmlElement {
  /** Without a prefix. */
  readonly name: string;
  readonly attributes: { readonly [name: string]: string };
  readonly children: readonly XmlElement[];
  readonly text: string;
  readonly line: number;
}

type Growing = XmlElement & { readonly children: Growing[]; text: string };

const local = (name: string): string => name.slice(name.indexOf(':') + 1);

/** Throws an `ImportError` at the first place that is not valid XML. */
export function readXml(text: string): XmlElement {
  const parser = new SaxesParser({ xmlns: false, position: true });
  const open: Growing[] = [];
  let root: XmlElement | null = null;
  parser.on('error', (error) => {
    throw new ImportError('import-syntax', parser.line, english(marked('This is not XML: {0}'), error.message.replace(/^\d+:\d+: /, '')));
  });
  parser.on('doctype', (doctype) => {
    if (/<!ENTITY/i.test(doctype))
      throw new ImportError('import-entity', parser.line, 'The file defines entities of its own. Write out what they stand for.');
  });
  parser.on('opentag', ({ name, attributes }) => {
    const element: Growing = { name: local(name), attributes: { ...attributes }, children: [], text: '', line: parser.line };
    open.at(-1)?.children.push(element);
    root ??= element;
    open.push(element);
  });
  const add = (part: string): void => {
    const inner = open.at(-1);
    if (inner) inner.text += part;
  };
  parser.on('text', add);
  parser.on('cdata', add);
  parser.on('closetag', () => void open.pop());
  parser.write(text).close();
  return root!;
}

export const childrenOf = (element: XmlElement | undefined, name: string): readonly XmlElement[] =>
  element?.children.filter((child) => child.name === name) ?? [];

/** An element as data: only its text if it has nothing else. */
export function asJson({ attributes, children, text }: XmlElement): Json {
  const own = text.trim();
  if (children.length === 0 && Object.keys(attributes).length === 0) return own;
  return joined(attributes, listed(children), own === '' ? {} : { text: own });
}

/** Elements as data by their names; elements of the same name are a list. */
export function listed(elements: readonly XmlElement[]): JsonObject {
  const groups = new Map<string, Json[]>();
  for (const element of elements) groups.set(element.name, [...(groups.get(element.name) ?? []), asJson(element)]);
  return Object.fromEntries([...groups].map(([name, same]) => [name, same.length === 1 ? same[0]! : same]));
}
