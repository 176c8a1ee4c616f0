/**
 * A BERT sentence model of safetensors as a GGUF file, as llama.cpp reads it. The names of tensors and keys are those of llama.cpp's
 * own converter (`conversion/bert.py`, `gguf-py/gguf/constants.py`). Numbers do not change (F32).
 */
import { createWriteStream, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** @typedef {{ dtype: string, shape: number[], data_offsets: [number, number] }} Tensor */

const ALIGNMENT = 32;
const MEAN_POOLING = 1;
const [NORMAL, UNKNOWN, CONTROL] = [1, 2, 3];
const F32 = 0;

/** Types of values in a GGUF file. */
const TYPE = { u32: 4, i32: 5, f32: 6, bool: 7, string: 8, array: 9 };

/**
 * Reads `config.json`, `vocab.txt` and `model.safetensors` of a folder and writes the file.
 * @param {string} folder
 * @param {string} target
 */
export async function writeBertGguf(folder, target) {
  const config = JSON.parse(readFileSync(join(folder, 'config.json'), 'utf8'));
  const tokens = readFileSync(join(folder, 'vocab.txt'), 'utf8').trimEnd().split('\n');
  const { tensors, data } = safetensors(readFileSync(join(folder, 'model.safetensors')));
  const keys = metadata(config, tokens);
  const named = tensors.map(([name, tensor]) => /** @type {const} */ ([nameOf(name), tensor])).filter(([name]) => name !== null);

  const [infos, blocks] = [/** @type {Buffer[]} */ ([]), /** @type {Buffer[]} */ ([])];
  let offset = 0;
  for (const [name, { dtype, shape, data_offsets }] of named) {
    if (dtype !== 'F32') throw new Error(`the tensor ${name} is ${dtype}; F32 is expected`);
    const bytes = data.subarray(...data_offsets);
    // GGUF names the fastest dimension first.
    infos.push(string(String(name)), u32(shape.length), ...[...shape].reverse().map(u64), u32(F32), u64(offset));
    blocks.push(bytes, padding(bytes.length));
    offset += bytes.length + padding(bytes.length).length;
  }
  const head = Buffer.concat([Buffer.from('GGUF'), u32(3), u64(named.length), u64(keys.length), ...keys, ...infos]);
  await pipeline(Readable.from([head, padding(head.length), ...blocks]), createWriteStream(target));
}

/**
 * @param {Buffer} file
 * @returns {{ tensors: [string, Tensor][], data: Buffer }}
 */
function safetensors(file) {
  const length = Number(file.readBigUInt64LE(0));
  const { __metadata__: _, ...tensors } = JSON.parse(file.subarray(8, 8 + length).toString('utf8'));
  return { tensors: Object.entries(tensors), data: file.subarray(8 + length) };
}

const PARTS = new Map([
  ['embeddings.word_embeddings', 'token_embd'],
  ['embeddings.token_type_embeddings', 'token_types'],
  ['embeddings.position_embeddings', 'position_embd'],
  ['embeddings.LayerNorm', 'token_embd_norm'],
  ['attention.self.query', 'attn_q'],
  ['attention.self.key', 'attn_k'],
  ['attention.self.value', 'attn_v'],
  ['attention.output.dense', 'attn_output'],
  ['attention.output.LayerNorm', 'attn_output_norm'],
  ['intermediate.dense', 'ffn_up'],
  ['output.dense', 'ffn_down'],
  ['output.LayerNorm', 'layer_output_norm'],
]);

/**
 * The name in GGUF, or null for a tensor that an embedding does not need.
 * @param {string} name
 */
function nameOf(name) {
  const match = /^(?:encoder\.layer\.(\d+)\.)?(.+)\.(weight|bias)$/.exec(name);
  const part = PARTS.get(match?.[2] ?? '');
  if (!match || part === undefined) return null;
  return `${match[1] === undefined ? '' : `blk.${match[1]}.`}${part}.${match[3]}`;
}

/**
 * @param {Record<string, number>} config
 * @param {readonly string[]} tokens
 * @returns {Buffer[]}
 */
function metadata(config, tokens) {
  const kinds = tokens.map((token) => (token === '[UNK]' ? UNKNOWN : /^\[(PAD|CLS|SEP|MASK)\]$/.test(token) ? CONTROL : NORMAL));
  // A word begins with a visible space; a continuation has none.
  const shown = tokens.map((token, i) => (kinds[i] === NORMAL ? (token.startsWith('##') ? token.slice(2) : `\u2581${token}`) : token));
  const id = (/** @type {string} */ token) => tokens.indexOf(token);
  return [
    pair('general.architecture', TYPE.string, string('bert')),
    pair('general.name', TYPE.string, string('all-MiniLM-L6-v2')),
    pair('bert.context_length', TYPE.u32, u32(config['max_position_embeddings'])),
    pair('bert.embedding_length', TYPE.u32, u32(config['hidden_size'])),
    pair('bert.feed_forward_length', TYPE.u32, u32(config['intermediate_size'])),
    pair('bert.block_count', TYPE.u32, u32(config['num_hidden_layers'])),
    pair('bert.attention.head_count', TYPE.u32, u32(config['num_attention_heads'])),
    pair('bert.attention.layer_norm_epsilon', TYPE.f32, f32(config['layer_norm_eps'])),
    pair('bert.attention.causal', TYPE.bool, Buffer.from([0])),
    pair('bert.pooling_type', TYPE.u32, u32(MEAN_POOLING)),
    pair('tokenizer.ggml.model', TYPE.string, string('bert')),
    pair('tokenizer.ggml.token_type_count', TYPE.u32, u32(config['type_vocab_size'])),
    pair('tokenizer.ggml.tokens', TYPE.array, array(TYPE.string, shown.map(string))),
    pair('tokenizer.ggml.token_type', TYPE.array, array(TYPE.i32, kinds.map(u32))),
    pair('tokenizer.ggml.unknown_token_id', TYPE.u32, u32(id('[UNK]'))),
    pair('tokenizer.ggml.seperator_token_id', TYPE.u32, u32(id('[SEP]'))),
    pair('tokenizer.ggml.padding_token_id', TYPE.u32, u32(id('[PAD]'))),
    pair('tokenizer.ggml.cls_token_id', TYPE.u32, u32(id('[CLS]'))),
    pair('tokenizer.ggml.mask_token_id', TYPE.u32, u32(id('[MASK]'))),
  ];
}

/**
 * @param {string} key
 * @param {number} type
 * @param {Buffer} value
 */
const pair = (key, type, value) => Buffer.concat([string(key), u32(type), value]);

/**
 * @param {number} type
 * @param {readonly Buffer[]} values
 */
const array = (type, values) => Buffer.concat([u32(type), u64(values.length), ...values]);

/** @param {string} text */
function string(text) {
  const bytes = Buffer.from(text, 'utf8');
  return Buffer.concat([u64(bytes.length), bytes]);
}

/** @param {number | undefined} value */
function u32(value) {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value ?? NaN);
  return bytes;
}

/** @param {number | undefined} value */
function f32(value) {
  const bytes = Buffer.alloc(4);
  bytes.writeFloatLE(value ?? NaN);
  return bytes;
}

/** @param {number} value */
function u64(value) {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
}

/** @param {number} length */
const padding = (length) => Buffer.alloc((ALIGNMENT - (length % ALIGNMENT)) % ALIGNMENT);
