import { registerCodes } from '../../i18n/codes.ts';
import { defineWords } from '../../i18n/words.ts';

registerCodes('problem', {
  'file-type-refused': {
    zh: '不收这种文件。请用图片、PDF、docx、xlsx、ofd、csv、txt 或 zip。',
    en: 'This kind of file is not taken. Use pictures, PDF, docx, xlsx, ofd, csv, txt or zip.',
  },
  'file-type-old-office': {
    zh: '旧格式（xls、doc、ppt）不收，请另存为 xlsx、docx 或 PDF。',
    en: 'Old formats (xls, doc, ppt) are not taken; save it as xlsx, docx or PDF.',
  },
  'file-too-large': { zh: '文件太大。', en: 'The file is too large.' },
  'file-type-mismatch': {
    zh: '文件内容与扩展名不符，请重新保存后上传。',
    en: 'The bytes are not what the name says; save the file anew.',
  },
  'file-hash-differs': { zh: '传输中有损坏，请重新上传。', en: 'The file was damaged on the way; send it again.' },
  'file-incomplete': { zh: '没有传完，请重新上传。', en: 'The file did not arrive in full; send it again.' },
  'file-unknown': { zh: '没有这个文件，或您不能查看。', en: 'There is no such file, or you may not see it.' },
  'file-not-stored': { zh: '文件还没有存好。', en: 'The file is not stored yet.' },
});

export const evidenceWords = defineWords({
  zh: {
    help: '图片、PDF、docx、xlsx；可拖放、粘贴。先存好再提交',
    choose: '选择文件',
    sending: '正在上传 {name}',
    remove: '移除 {name}',
    none: '无依据文件',
    demanded: '所需材料',
    taken: '拍摄 {at}',
    position: '位置 {latitude}, {longitude}',
    hash: '校验码 …{tail}',
    refused: '{name}：{why}',
    drop: '放开即上传',
  },
  en: {
    help: 'Pictures, PDF, docx, xlsx; drop or paste them. Stored before you send',
    choose: 'Choose file',
    sending: 'Sending {name}',
    remove: 'Remove {name}',
    none: 'No evidence',
    demanded: 'What is needed',
    taken: 'taken {at}',
    position: 'at {latitude}, {longitude}',
    hash: 'hash …{tail}',
    refused: '{name}: {why}',
    drop: 'Release to send',
  },
});
