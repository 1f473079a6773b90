import { posix } from 'node:path';
import type { Rule } from './rule.ts';
import type { Tree } from './tree.ts';

/** Markdown links and images; code blocks and inline code are taken out before. */
const LINK = /\[[^\]]*\]\(\s*<?([^)\s>]+)>?(?:\s+"[^"]*")?\s*\)/g;

const blank = (text: string): string => text.replace(/[^\n]/g, ' ');

const withoutCode = (text: string): string =>
  text.replace(/^(```|~~~)[\s\S]*?^\1/gm, blank).replace(/`[^`\n]*`/g, blank);

/** The anchors of a page's headings, in the spelling that code hosts give them. */
function anchors(text: string): ReadonlySet<string> {
  const headings = text.replace(/^(```|~~~)[\s\S]*?^\1/gm, blank).matchAll(/^#{1,6}\s+(.+?)\s*#*$/gm);
  return new Set(
    [...headings].map(([, heading = '']) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, '')
        .replace(/\s/g, '-'),
    ),
  );
}

function problemOf(tree: Tree, page: string, target: string): string | null {
  const [path = '', anchor] = decodeURI(target).split('#', 2);
  const file = path === '' ? page : posix.join(posix.dirname(page), path);
  if (file.startsWith('..')) return 'leads out of the project';
  if (!tree.has(file)) return 'is not there';
  if (anchor && file.endsWith('.md') && !anchors(tree.read(file)).has(anchor)) return 'has no such heading';
  return null;
}

/** Every relative link in a Markdown page leads somewhere. */
export const docLinks: Rule = {
  name: 'doc-links',
  what: 'Relative links and images in Markdown pages lead to a file, and their #anchors to a heading.',
  why: 'A dead link tells a newcomer that nobody reads the pages either.',
  fix: 'Correct the path, or write what the link promises.',
  async check(tree) {
    // What lies under test/ is recorded conversation, not pages.
    const pages = tree.files.filter((path) => path.endsWith('.md') && !path.startsWith('test/'));
    return pages.flatMap((page) => {
      const text = withoutCode(tree.read(page));
      return [...text.matchAll(LINK)].flatMap((match) => {
        const target = match[1] ?? '';
        if (/^[a-z][a-z0-9+.-]*:/i.test(target)) return [];
        const problem = problemOf(tree, page, target);
        const line = text.slice(0, match.index).split('\n').length;
        return problem ? [`${page}:${line}: ${target} ${problem}`] : [];
      });
    });
  },
};
