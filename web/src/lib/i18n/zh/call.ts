// Chinese texts of calls.
import type { call as en } from '../en/call';

export const call: Record<keyof typeof en, string> = {
  'call.voice': '语音通话',
  'call.video': '视频通话',
};
