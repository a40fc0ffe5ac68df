import type { Finding } from '@qianmo/platform/contract';
import { Findings } from '@qianmo/ui/office';
import type { ReactNode } from 'react';
import { readable } from './readable.ts';

type Props = {
  readonly findings: readonly Finding[];
  readonly cure?: (finding: Finding) => ReactNode;
  /** Name of a line, task, county or phase by its id. */
  readonly names?: (id: string) => string;
};

/** Findings of this module's rules, with their figures in words. */
export function Found({ findings, cure, names }: Props) {
  return <Findings findings={readable(findings, names)} {...(cure ? { cure } : {})} />;
}
