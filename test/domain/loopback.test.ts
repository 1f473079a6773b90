import assert from 'node:assert/strict';
import { isLoopback } from '../../src/domain/loopback.ts';

describe('this machine itself', () => {
  for (const address of [
    'http://localhost/',
    'http://127.0.0.1:4000/',
    'http://127.3.2.1/',
    'http://[::1]:80/',
    'http://0x7f.1/',
  ]) {
    it(`is ${address}`, () => assert.equal(isLoopback(new URL(address).hostname), true));
  }
  for (const address of [
    'http://localhost.example/',
    'http://127.0.0.1.example/',
    'http://not-localhost/',
    'http://10.0.0.1/',
    'http://0.0.0.0/',
    'http://[::]/',
  ]) {
    it(`is not ${address}`, () => assert.equal(isLoopback(new URL(address).hostname), false));
  }
});
