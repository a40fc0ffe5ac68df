import type { Problem } from '@qianmo/platform/contract';

/** Words for what a command can meet, by the code before the colon of an error or in a refusal. */
const words: Readonly<Record<string, readonly [zh: string, en: string]>> = {
  'folder-in-use': [
    '该数据文件夹正由另一个阡陌进程使用，请先停止它',
    'another Qianmo runs on this folder; stop that one first',
  ],
  'port-in-use': ['端口已被占用，请用 --port 换一个', 'the port is taken; choose another with --port'],
  'port-forbidden': ['无权使用该端口，请改用 1024 以上的端口', 'no right to this port; use one above 1024'],
  'address-unavailable': ['本机没有这个地址', 'this machine does not have that address'],
  'tls-unreadable': ['证书或私钥无法读取', 'certificate or key cannot be read'],
  'tls-mismatch': ['证书与私钥不配套，或不是 PEM 格式', 'certificate and key do not belong together, or are not PEM'],
  'database-url-invalid': ['DATABASE_URL 写法有误', 'DATABASE_URL is not written correctly'],
  'database-unreachable': [
    '连不上数据库，请检查地址、账号和网络',
    'the database cannot be reached; check address, account and network',
  ],
  'database-too-old': ['数据库版本过旧，需要 PostgreSQL 15 或更新版本', 'the database is too old'],
  'no-installation': ['该文件夹里没有阡陌的数据', 'there is no installation in this folder'],
  'no-database-user': ['不能以 root 身份运行数据库，且本机没有可用账号', 'no user to run the database as'],
  'keys-missing': ['密钥文件不见了', 'the key file is gone'],
  'keys-damaged': ['密钥文件已损坏', 'the key file is damaged'],
  'disk full': ['磁盘已满', 'the disk is full'],
  'backup-exists': ['备份目标已存在', 'the backup is there already'],
  'backup-inside': ['不能把备份放进数据文件夹自身', 'a backup cannot stand inside what it saves'],
  'backup-damaged': ['备份已损坏或不完整', 'the backup is damaged or incomplete'],
  'folder-not-empty': ['目标文件夹不是空的', 'the target folder is not empty'],
  'keys-file-missing': ['找不到备份的密钥文件', 'the key file of the backup is missing'],
  'passphrase-missing': ['无法读取口令文件', 'the passphrase file cannot be read'],
  'passphrase-too-short': ['口令过短，至少 12 个字符', 'the passphrase is too short, at least 12 characters'],
  'passphrase-wrong': ['口令不对，或密钥文件被改动', 'wrong passphrase, or the key file was changed'],
  'witness-missing': ['无法读取见证文件', 'the witness file cannot be read'],
  'public-key-missing': [
    '无法读取公钥，请用 --public-key 指定',
    'the public key cannot be read; name it with --public-key',
  ],
  'pack-missing': ['文件夹里没有 pack.yaml', 'there is no pack.yaml in the folder'],
  'login-unknown': ['没有这个登录名', 'no such login'],
  'login-taken': ['登录名已被使用', 'the login is taken'],
  'account-disabled': ['账号已停用', 'the account is disabled'],
  'account-enabled': ['账号并未停用', 'the account is not disabled'],
  'second-factor-none': ['该账号没有第二验证因素', 'the account has no second factor'],
  'narrow-missing': ['该角色须限定范围，请加 --scope', 'this role needs --scope'],
  'narrow-not-allowed': ['该角色不能限定范围', 'this role takes no --scope'],
  'not-found': ['没有这个行政区划', 'no such division'],
  'pack-of-another-home': ['配置包属于另一个行政区划', 'the pack belongs to another division'],
  'invalid-input': ['填写有误', 'wrong input'],
  'operation-unknown': ['这个版本没有该操作', 'this version does not have that operation'],
};

/** One line: words in both languages, then the code with what it names. Never a secret, as no error of ours holds one. */
export function failureText(error: unknown): string {
  // By its shape: loading the server base for its class would cost every call a second.
  if (error instanceof Error && 'problem' in error) return refusalText(error.problem as Problem);
  const message = error instanceof Error ? error.message : String(error);
  const code = /^([a-z][a-z -]*[a-z])(?::|$)/.exec(message)?.[1] ?? '';
  const known = words[code];
  return known ? `${known[0]} · ${known[1]} (${message})` : message;
}

function refusalText(problem: Problem): string {
  const known = words[problem.code];
  const fields = (problem.fields ?? []).map((field) => `${field.path}: ${field.code}`);
  const params = Object.entries(problem.params ?? {}).map(([name, value]) => `${name}=${value}`);
  const detail = [problem.code, ...fields, ...params].join(', ');
  return known ? `${known[0]} · ${known[1]} (${detail})` : detail;
}
