import { type Binding, Wrapped } from '@qianmo/ui/office';

export type Unit = { readonly ref: string; readonly name: string };
type Responsible = { readonly responsible: readonly { readonly id: string; readonly zh: string }[] };

/** Units that the plan itself makes responsible, each once. */
export function unitsOf(targets: readonly Responsible[]): Unit[] {
  const found = new Map(targets.flatMap(({ responsible }) => responsible.map(({ id, zh }) => [id, zh] as const)));
  return [...found].map(([ref, name]) => ({ ref, name }));
}

type Props = {
  readonly field: Binding;
  readonly label: string;
  readonly help: string;
  readonly known: readonly Unit[];
};

/** A unit of the plan by its name, or any other as it is called. */
export function UnitField({ field, label, help, known }: Props) {
  const unit = isUnit(field.value) ? field.value : null;
  const set = (name: string) => {
    if (name === '') return field.set(undefined);
    const found = known.find((one) => one.name === name);
    field.set({ ref: found?.ref ?? name.slice(0, 60), name });
  };
  return (
    <Wrapped field={field} label={label} help={help}>
      <input
        id={field.id}
        className="qm-input"
        list={`${field.id}-known`}
        maxLength={120}
        value={unit?.name ?? ''}
        aria-invalid={field.error !== undefined || undefined}
        onChange={(event) => set(event.target.value)}
        onBlur={field.leave}
      />
      <datalist id={`${field.id}-known`}>
        {known.map(({ ref, name }) => (
          <option key={ref} value={name} />
        ))}
      </datalist>
    </Wrapped>
  );
}

function isUnit(value: unknown): value is Unit {
  return typeof value === 'object' && value !== null && 'ref' in value && 'name' in value;
}
