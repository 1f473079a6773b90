import { fileURLToPath } from 'node:url';

/** The files of texts that measure the recogniser; one that it was trained with measures nothing. */
export const MEASURES: readonly string[] = [
  'held-out.jsonl',
  'test.zh-CN.jsonl',
  'test.en-US.jsonl',
  'reports.jsonl',
  'strangers.jsonl',
].map((file) => fileURLToPath(new URL(`../test/language/${file}`, import.meta.url)));
