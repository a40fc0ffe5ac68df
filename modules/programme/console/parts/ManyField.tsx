import type { Binding, Option } from '@qianmo/ui/office';

type Props = {
  readonly field: Binding;
  readonly label: string;
  readonly help?: string;
  readonly options: readonly Option[];
};

/** Any number of a list that fits on the page. */
export function ManyField({ field, label, help, options }: Props) {
  const chosen = Array.isArray(field.value) ? field.value.map(String) : [];
  const toggle = (value: string, on: boolean) =>
    field.set(on ? [...chosen, value] : chosen.filter((one) => one !== value));
  return (
    <fieldset className="qm-field qm-choice" id={field.id} tabIndex={-1}>
      <legend className="qm-field-label">
        {label} <span className="qm-number">{chosen.length > 0 && `(${chosen.length})`}</span>
      </legend>
      <div className="qm-checks">
        {options.map((option) => (
          <label key={option.value} className="qm-check">
            <input
              type="checkbox"
              checked={chosen.includes(option.value)}
              onChange={(event) => toggle(option.value, event.target.checked)}
              onBlur={field.leave}
            />
            {option.label}
          </label>
        ))}
      </div>
      {field.error !== undefined && <div className="qm-field-error">{field.error}</div>}
      {help !== undefined && <div className="qm-field-help">{help}</div>}
    </fieldset>
  );
}
