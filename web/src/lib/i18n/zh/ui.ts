// Chinese texts of the pieces that all pages are made of.
import type { ui as en } from '../en/ui';

export const ui: Record<keyof typeof en, string> = {
  'ui.back': '返回',
  'ui.cancel': '取消',
  'ui.close': '关闭',
  'ui.copied': '已复制',
  'ui.copy': '复制',
  'ui.copyWhat': '复制{what}',
  'ui.copyFailed': '浏览器不允许页面复制。请自行选中文字并复制。',
  'ui.failed': '没有成功，请重试。',
  'ui.remove': '移除',
  'ui.retry': '重试',
  'ui.save': '保存',
  'ui.saved': '已保存',
  'ui.unreachable': '茶馆没有应答，请重试。',
};
