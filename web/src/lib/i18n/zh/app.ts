// Chinese texts of everything but calls.
import type { app as en } from '../en/app';

export const app: Record<keyof typeof en, string> = {
  'day.today': '今天',
  'day.yesterday': '昨天',
};
