/** `市财政局 局长`, but `市财政局党组书记` alone where the title names the unit already. */
export function postName({
  unit,
  title,
}: {
  readonly unit: { readonly name: string };
  readonly title: string;
}): string {
  return title.includes(unit.name) ? title : `${unit.name} ${title}`;
}
