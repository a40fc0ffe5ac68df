import { ConfigProvider, type ConfigProviderProps, type ThemeConfig } from 'antd';
import enUS from 'antd/locale/en_US.js';
import zhCN from 'antd/locale/zh_CN.js';
import { type ReactNode, useMemo } from 'react';
import { useLanguage } from '../i18n/language.ts';

/** Ant Design's own tokens, filled once from ours, so that its controls look like the rest of the house. */
export function OfficeTheme({ children }: { children: ReactNode }) {
  const shown = useLanguage();
  const theme = useMemo(() => themeFrom(getComputedStyle(document.documentElement)), []);
  return (
    <ConfigProvider
      theme={theme}
      locale={localeOf(shown === 'en' ? enUS : zhCN)}
      button={{ autoInsertSpace: false }}
      wave={{ disabled: true }}
    >
      {children}
    </ConfigProvider>
  );
}

function themeFrom(style: CSSStyleDeclaration): ThemeConfig {
  const token = (name: string) => style.getPropertyValue(`--qm-${name}`).trim();
  const pixels = (name: string) => Number.parseInt(token(name), 10);
  return {
    token: {
      colorPrimary: token('green'),
      colorInfo: token('indigo'),
      colorSuccess: token('green-deep'),
      colorWarning: token('millet-ink'),
      colorError: token('cinnabar'),
      colorLink: token('indigo'),
      colorText: token('ink'),
      colorTextSecondary: token('ink-2'),
      colorTextTertiary: token('ink-3'),
      colorTextPlaceholder: token('ink-3'),
      colorBorder: token('control'),
      colorBorderSecondary: token('line'),
      colorBgLayout: token('paper'),
      colorBgContainer: token('surface'),
      fontFamily: token('text'),
      fontSize: pixels('size-2'),
      borderRadius: pixels('radius'),
      borderRadiusLG: pixels('radius-card'),
      motionDurationFast: token('quick'),
      motionDurationMid: token('quick'),
      motionDurationSlow: token('slow'),
      controlHeight: 32,
    },
    components: {
      Table: { headerBg: token('sunk'), rowHoverBg: token('hover'), cellPaddingBlock: 6 },
    },
  };
}

type AntLocale = NonNullable<ConfigProviderProps['locale']>;

/** The locale files are CommonJS to the type checker and modules to the bundler. */
function localeOf(found: AntLocale | { readonly default: AntLocale }): AntLocale {
  return 'default' in found ? found.default : found;
}
