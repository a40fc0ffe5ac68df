import type { Finding } from '@qianmo/platform/contract';

export type Subject = { readonly kind: string; readonly id: string };
export type Part = { readonly unit: string; readonly part: 'lead' | 'with' };

/** GOV-08: every target, task and budget line has one department in the lead. None is a gap, several are shown. */
export function checkResponsibility(subject: Subject, parts: readonly Part[], clause: string | null): Finding[] {
  const leads = parts.filter((each) => each.part === 'lead');
  if (leads.length === 1) return [];
  return [
    {
      rule: leads.length === 0 ? 'organisation.lead-missing' : 'organisation.lead-several',
      verdict: leads.length === 0 ? 'block' : 'warn',
      clause,
      parameter: null,
      inputs: { kind: subject.kind, subject: subject.id, leads: leads.length },
    },
  ];
}

/** Units named more than once for one subject: no department leads and co-operates at the same time. */
export function findRepeatedUnits(lead: readonly string[], others: readonly string[]): string[] {
  const all = [...lead, ...others];
  return [...new Set(all.filter((unit, index) => all.indexOf(unit) !== index))];
}
