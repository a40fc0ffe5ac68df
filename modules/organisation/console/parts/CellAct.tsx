import { Button, type ButtonProps } from '@qianmo/ui/office';

/** An act in a row of a table: as high as the row's text. */
export function CellAct(props: Omit<ButtonProps, 'kind' | 'className'>) {
  return <Button {...props} kind="quiet" className="qm-cell-act" />;
}
