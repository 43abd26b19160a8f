// English texts of everything but calls.
export const app = {
  'day.today': 'Today',
  'day.yesterday': 'Yesterday',
} as const;
