/**
 * The facts that a scheme's conditions may name. A pack that names another is refused; a module that can compute one
 * registers it under the same key. `window` says over which time the fact is taken when the scheme does not override it.
 */
export type FactType = 'bool' | 'int' | 'string' | 'list<string>';
export type FactWindow = 'at_date' | 'calendar_year' | 'trailing_12_months';
export type Fact = {
  readonly type: FactType;
  readonly unit: 'fen' | 'm2' | 'month' | 'person' | 'person_time' | 'platform' | 'household' | null;
  readonly window: FactWindow;
  readonly zh: string;
  readonly en: string;
  /** Closed list of values, for text facts. */
  readonly values?: readonly string[];
};

const bool = (zh: string, en: string): Fact => ({ type: 'bool', unit: null, window: 'at_date', zh, en });
const int = (unit: Fact['unit'], window: FactWindow, zh: string, en: string): Fact => ({
  type: 'int',
  unit,
  window,
  zh,
  en,
});
const oneOf = (values: readonly string[], zh: string, en: string): Fact => ({
  type: 'string',
  unit: null,
  window: 'at_date',
  zh,
  en,
  values,
});
const listOf = (values: readonly string[], zh: string, en: string): Fact => ({
  type: 'list<string>',
  unit: null,
  window: 'at_date',
  zh,
  en,
  values,
});

export const facts: Readonly<Record<string, Fact>> = {
  registered_in_county: bool('注册地在本县', 'registered in the county'),
  registered_in_e_town: bool('注册或引进到乡村e镇', 'registered in or attracted to the e-town'),
  no_bad_record: bool('无不良违法记录', 'no bad record'),
  has_poverty_linkage: bool('具有带贫能力', 'works with poor households'),
  own_registered_brand: bool('自有注册品牌和差异化网货产品', 'own registered brand'),
  stable_growth: bool('经营良好、业绩稳定增长', 'stable growth'),
  meets_workshop_policy: bool('符合扶贫车间政策', 'meets the workshop policy'),
  wages_on_time: bool('按时发放工资', 'wages paid on time'),
  has_consignment_agreement: bool('有代销合同或协议', 'has a consignment agreement'),
  special_help_2018: bool('2018年参与帮扶专项行动', 'took part in the special help action of 2018'),
  honours_since_2018: bool('2018年以来获得电商荣誉', 'e-commerce honours since 2018'),
  long_term_hub_supply: bool('为县内网货供应平台长期稳定供货', 'long-term supply to the county hub'),
  fixed_site: bool('有固定办公场所', 'has a fixed site'),
  sign_posted: bool('已统一加挂门牌', 'sign posted'),
  sells_through_hub: bool('依托供应中心销售', 'sells through the hub'),
  has_assistance_agreement: bool('已签订带贫协议', 'has assistance agreements'),
  price_above_market: bool('高于本地市场价代销', 'buys above the local market price'),
  has_roster_and_ledger: bool('有带贫户数花名册和帮扶台账', 'has roster and ledger'),
  village_has_online_store: bool('本村已有网店', 'village has an online store'),
  applicant_of_village: bool('申请人为本村', 'applicant is of the village'),

  platforms_selling: int('platform', 'at_date', '在售电商平台数', 'platforms selling on'),
  online_sales_fen: int('fen', 'calendar_year', '线上销售额', 'online sales'),
  supply_to_county_hub_fen: int('fen', 'calendar_year', '为县内网货供应平台供货额', 'supply to the county hub'),
  supply_to_distributors_fen: int('fen', 'calendar_year', '为分销代理商供货额', 'supply to distributors'),
  total_sales_fen: int('fen', 'calendar_year', '总销售额', 'total sales'),
  turnover_fen: int('fen', 'trailing_12_months', '年营业额', 'annual turnover'),
  household_gain_fen: int('fen', 'calendar_year', '带动贫困户户均年增收', 'average household gain'),
  poor_workers: int('person', 'at_date', '吸纳建档立卡贫困人口就业', 'registered poor workers'),
  stable_months: int('month', 'at_date', '稳定就业月数', 'months of stable work'),
  temporary_person_times: int('person_time', 'calendar_year', '临时务工人次', 'temporary work person-times'),
  employment_person_times: int('person_time', 'calendar_year', '带动就业人次', 'employment person-times'),
  poor_persons_employed: int('person', 'calendar_year', '带动贫困人口就业人数', 'poor persons employed'),
  warehouse_area_m2: int('m2', 'at_date', '仓储中心面积', 'warehouse area'),
  display_packing_area_m2: int('m2', 'at_date', '展销区、包装区面积', 'display and packing area'),
  sales_team_persons: int('person', 'at_date', '销售团队人数', 'sales team'),
  shop_operating_months: int('month', 'at_date', '网店正常运营月数', 'months the shop has run'),
  linked_households: int('household', 'at_date', '带动建档立卡贫困户', 'linked poor households'),

  workshop: oneOf(['none', 'under_construction', 'built'], '扶贫车间', 'workshop'),
  production_line: oneOf(['none', 'under_construction', 'built'], '网货生产线', 'production line'),
  sc_status: oneOf(['none', 'applying', 'certified'], 'SC认证', 'SC licence'),
  village_class: oneOf(['poor', 'deep_poor', 'non_poor'], '村类别', 'village class'),

  hub_facilities: listOf(['storage', 'display', 'packing'], '供应中心设施', 'hub facilities'),
  hub_functions: listOf(['store', 'sort', 'pick', 'deliver', 'information'], '供应中心功能', 'hub functions'),
  shop_platforms: listOf(
    ['taobao', 'tmall', 'jd', 'pinduoduo', 'suning', 'weidian'],
    '开设网店的平台',
    'platforms of the shop',
  ),
  store_equipment: listOf(['computer', 'network', 'desk'], '示范店设施', 'store equipment'),
  store_services: listOf(
    [
      'inputs_purchase',
      'bill_payment',
      'ticketing',
      'government',
      'farm_technology',
      'post',
      'finance',
      'parcels',
      'labour',
      'information',
    ],
    '示范店服务',
    'store services',
  ),
};
