import { type Binding, Wrapped } from '@qianmo/ui/office';

/** A list written one entry a line; empty lines fall away on leaving the field. */
export function LinesField({ field, label, help }: { field: Binding; label: string; help?: string }) {
  const lines = Array.isArray(field.value) ? field.value.map(String) : [];
  return (
    <Wrapped field={field} label={label} help={help}>
      <textarea
        id={field.id}
        className="qm-input"
        value={lines.join('\n')}
        aria-invalid={field.error !== undefined || undefined}
        onChange={(event) => field.set(event.target.value === '' ? [] : event.target.value.split('\n'))}
        onBlur={() => {
          field.set(lines.map((line) => line.trim()).filter(Boolean));
          field.leave();
        }}
      />
    </Wrapped>
  );
}
