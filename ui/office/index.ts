/** Parts of the console. A page needs nothing beside this, its module's contract and its own words. */
import '../plain/base.css';
import './office.css';
import './parts.css';
import './print.css';

export type { CodeKind, CodeTable } from '../i18n/codes.ts';
export { codeWords, findCodeWords, registerCodes } from '../i18n/codes.ts';
export { houseWords } from '../i18n/house-words.ts';
export type { Bilingual, Language } from '../i18n/language.ts';
export { htmlLanguage, language, pick, setLanguage, useLanguage } from '../i18n/language.ts';
export { fieldWords, problemWords } from '../i18n/problem-words.ts';
export type { Params, Translate, Words } from '../i18n/words.ts';
export { defineWords, fill, translate, useWords } from '../i18n/words.ts';
export { describedBy, Field } from '../plain/Field.tsx';
export { Icon } from '../plain/Icon.tsx';
export type { IconName } from '../plain/icon-paths.ts';
export { Notice } from '../plain/Notice.tsx';
export type { Tone } from '../plain/Status.tsx';
export { Mark, Status } from '../plain/Status.tsx';
export { AppLink } from './AppLink.tsx';
export type { Milestone } from './AsOf.tsx';
export { AsOfPicker, HistoryStrip } from './AsOf.tsx';
export type { Address } from './address.ts';
export { parseQuery, useAddress, writeQuery } from './address.ts';
export type { ButtonProps } from './Button.tsx';
export { Button } from './Button.tsx';
export type { ClauseReader, ClauseText } from './ClauseChip.tsx';
export { ClauseChip, ClauseProvider } from './ClauseChip.tsx';
export type { ChartProps, ChartTable } from './chart/Chart.tsx';
export { Chart } from './chart/Chart.tsx';
export { Dialog, Drawer } from './Drawer.tsx';
export type { Demand, EvidenceItem } from './evidence/EvidenceField.tsx';
export { EvidenceField, EvidenceList, ScanField } from './evidence/EvidenceField.tsx';
export { FileChooser } from './evidence/FileChooser.tsx';
export { FileLink } from './evidence/FileLink.tsx';
export { Figure, SumCheck, Tile } from './Figure.tsx';
export { Findings, verdictTone } from './Findings.tsx';
export type { Found } from './form/Combobox.tsx';
export { Combobox } from './form/Combobox.tsx';
export type { SpecialDay } from './form/calendar.ts';
export { dayKind, monthDays, readDate, useSpecialDays, weekdayHeads, weekdayWords } from './form/calendar.ts';
export { DateField, DayHint } from './form/DateField.tsx';
export { clockWords, FormPage, instantWords } from './form/FormPage.tsx';
export type { FieldProps, Option } from './form/fields.tsx';
export {
  CheckField,
  ChoiceField,
  controlProps,
  NoteField,
  NumberField,
  SelectField,
  TextField,
  Wrapped,
} from './form/fields.tsx';
export { MoneyField } from './form/MoneyField.tsx';
export { MonthGrid } from './form/MonthGrid.tsx';
export type { PlaceFound } from './form/PlacePicker.tsx';
export { PlaceBox, PlacePicker } from './form/PlacePicker.tsx';
export type { FormValues } from './form/use-draft.ts';
export type { Binding, Form } from './form/use-form.ts';
export { useForm } from './form/use-form.ts';
export { ImportWizard } from './import/ImportWizard.tsx';
export { KeyHelp } from './KeyHelp.tsx';
export { isTyping, singleKeysOn } from './keys.ts';
export { Money, moneyText } from './Money.tsx';
export { dayWords, Page, ScopeLine, Section } from './Page.tsx';
export { Popover } from './Popover.tsx';
export type { PageEntry, PageGroup } from './page.ts';
export { pageGroups } from './page.ts';
export { usePlaceName } from './place-name.ts';
export type { BudgetLine } from './record/BudgetTree.tsx';
export { BudgetTree } from './record/BudgetTree.tsx';
export type { Compared } from './record/CompareTable.tsx';
export { CompareTable } from './record/CompareTable.tsx';
export type { Decision } from './record/DecisionBar.tsx';
export { Conclusion, DecisionBar, Outcome } from './record/DecisionBar.tsx';
export type { Band } from './record/Gantt.tsx';
export { Gantt } from './record/Gantt.tsx';
export type { Hop, Transition } from './record/LifeCycle.tsx';
export { LifeCycle } from './record/LifeCycle.tsx';
export type { Fact } from './record/RecordHeader.tsx';
export { Facts, RecordBody, RecordHeader } from './record/RecordHeader.tsx';
export type { Choice, Column, RegisterState } from './register/column.ts';
export { RegisterTable } from './register/RegisterTable.tsx';
export { useRegisterState } from './register/state.ts';
export type { Act, Office, ProgrammeChoice, Scope } from './runtime.tsx';
export { OfficeProvider, rightsOf, useAct, useCall, useOffice, useQueryOp, useScope, useSession } from './runtime.tsx';
export { askSecondFactor, SecondFactorPanel } from './SecondFactor.tsx';
export { EmptyState, ErrorState, Loaded, Loading, ProblemNotice } from './States.tsx';
export type { Subject } from './subjects.ts';
export { findSubjectPath, registerSubject } from './subjects.ts';
export type { Tab } from './Tabs.tsx';
export { Tabs } from './Tabs.tsx';
export { OfficeTheme } from './theme.tsx';
