/**
 * Loaded before a program (`node --import`): every attempt to reach another machine, by any road that Node has, is written to
 * the file in WATCH_LOG, and refused unless it goes to the one address in WATCH_ALLOW.
 */
import child from 'node:child_process';
import dgram from 'node:dgram';
import dns from 'node:dns';
import { appendFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';

const { WATCH_LOG = '', WATCH_ALLOW = '' } = process.env;

/** @param {string} what */
function met(what) {
  appendFileSync(WATCH_LOG, `${what}\n`);
  if (what !== `connect ${WATCH_ALLOW}`) throw Object.assign(new Error('The network is denied.'), { code: 'ENETUNREACH' });
}

const { connect } = net.Socket.prototype;
net.Socket.prototype.connect = /** @type {typeof connect} */ (
  /** @this {import('node:net').Socket} @param {any[]} args */
  function (...args) {
    const [first, second] = Array.isArray(args[0]) ? args[0] : args;
    const { host = 'localhost', port, path } = typeof first === 'object' ? first : { port: first, host: second };
    met(`connect ${path ?? `${host}:${port}`}`);
    return Reflect.apply(connect, this, args);
  }
);
for (const name of ['send', 'connect']) Reflect.set(dgram.Socket.prototype, name, () => met(`datagram ${name}`));
for (const names of [dns, dns.promises, dns.Resolver.prototype, dns.promises.Resolver.prototype])
  for (const name of Object.getOwnPropertyNames(names))
    if (/^(lookup|resolve|reverse)/.test(name) && typeof Reflect.get(names, name) === 'function')
      Reflect.set(names, name, (/** @type {unknown} */ host) => met(`name ${host}`));
for (const name of ['spawn', 'exec', 'execFile', 'fork', 'spawnSync', 'execSync', 'execFileSync'])
  Reflect.set(child, name, () => met(`process ${name}`));
globalThis.fetch = async (/** @type {unknown} */ input) => {
  met(`fetch ${input instanceof Request ? input.url : input}`);
  throw new TypeError('Nothing is fetched here.');
};
syncBuiltinESMExports();
