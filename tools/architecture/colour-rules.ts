import { isTest, type Tree, type Violation } from './tree.ts';

const pages = /^(?:modules\/[^/]+|apps)\/(?:console|field|portal)\//;
const colourCode = /(?:^|[\s:,(])#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})(?![0-9a-z_-])/i;
const colourFunction = /\b(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch|color|color-mix)\(/i;
const colourName =
  /(?:^|[\s:,])(?:black|white|gr[ae]y|silver|red|maroon|orange|gold|yellow|green|lime|teal|cyan|blue|navy|purple|magenta|pink|brown|geekblue|volcano)(?![\w-])/i;
const colourProperty =
  /^(?:color|background|backgroundColor|border(?:\w*)?|borderColor|outline|fill|stroke|boxShadow|colou?r\w*)$/;
const foreignVariable = /var\(\s*--(?!qm-)/;

/** Pages take every colour from the tokens: `var(--qm-…)`. */
export function checkColours(tree: Tree): Violation[] {
  return [...checkTexts(tree), ...checkStyles(tree)];
}

function checkTexts(tree: Tree): Violation[] {
  return tree.sources.flatMap((source) => {
    if (!pages.test(source.path) || isTest(source.path)) return [];
    return source.texts.flatMap(({ text, property, line }) => {
      const named = property !== null && colourProperty.test(property) && colourName.test(text);
      return named || isColour(text) ? [violation(source.path, line, text)] : [];
    });
  });
}

function checkStyles(tree: Tree): Violation[] {
  return [...tree.files].flatMap(([path, text]) => {
    if (!pages.test(path) || !path.endsWith('.css')) return [];
    const plain = text.replaceAll(/\/\*[\s\S]*?\*\//g, (comment) => comment.replaceAll(/[^\n]/g, ' '));
    return plain.split('\n').flatMap((line, index) => {
      const value = /[-\w]+\s*:\s*([^;{}]+)(?=[;}]|$)/.exec(line)?.[1] ?? '';
      return isColour(value) || colourName.test(value) ? [violation(path, index + 1, value.trim())] : [];
    });
  });
}

function isColour(text: string): boolean {
  return colourCode.test(text) || colourFunction.test(text) || foreignVariable.test(text);
}

function violation(file: string, line: number, text: string): Violation {
  return { rule: 'colour', file, line, message: `${text}: pages use var(--qm-…)` };
}
