import { type Binding, Wrapped } from '@qianmo/ui/office';

type Counts = { readonly numerator: string; readonly denominator: string };

/** A share by its two parts, `104 / 104`. */
export function CountsField({ field, label, help }: { field: Binding; label: string; help: string }) {
  const counts: Counts = isCounts(field.value) ? field.value : { numerator: '', denominator: '' };
  const set = (next: Counts) => field.set(next.numerator === '' && next.denominator === '' ? undefined : next);
  return (
    <Wrapped field={field} label={label} help={help}>
      <span className="qm-row qm-counts">
        <input
          id={field.id}
          className="qm-input qm-number"
          inputMode="decimal"
          value={counts.numerator}
          aria-invalid={field.error !== undefined || undefined}
          onChange={(event) => set({ ...counts, numerator: event.target.value.trim() })}
          onBlur={field.leave}
        />
        /
        <input
          className="qm-input qm-number"
          inputMode="decimal"
          aria-label={label}
          value={counts.denominator}
          onChange={(event) => set({ ...counts, denominator: event.target.value.trim() })}
          onBlur={field.leave}
        />
      </span>
    </Wrapped>
  );
}

function isCounts(value: unknown): value is Counts {
  return typeof value === 'object' && value !== null && 'numerator' in value && 'denominator' in value;
}
