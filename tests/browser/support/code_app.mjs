// An app that makes codes (TOTP, RFC 6238) of the secret that a page shows.

import { createHmac } from 'node:crypto';

const SIGNS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const STEP = 30_000;

export class CodeApp {
  constructor(secret) {
    const bits = [...secret.replaceAll(/\s/g, '')].map((sign) => SIGNS.indexOf(sign).toString(2).padStart(5, '0')).join('');
    this.key = Buffer.from(bits.match(/.{8}/g).map((byte) => Number.parseInt(byte, 2)));
    this.last = 0;
  }

  /** A code that was not given before; waits for the next one if need be. */
  async code() {
    const step = Math.max(Math.floor(Date.now() / STEP), this.last + 1);
    while (step > Math.floor(Date.now() / STEP) + 1) await new Promise((resolve) => setTimeout(resolve, 1000));
    this.last = step;
    const counter = Buffer.alloc(8);
    counter.writeBigUInt64BE(BigInt(step));
    const hash = createHmac('sha1', this.key).update(counter).digest();
    const number = hash.readUInt32BE(hash[19] & 15) & 0x7fffffff;
    return String(number % 1_000_000).padStart(6, '0');
  }
}
