// English texts of calls.
export const call = {
  'call.voice': 'Voice call',
  'call.video': 'Video call',
} as const;
