// Chinese texts of people and contacts.
import type { people as en } from '../en/people';

export const people: Record<keyof typeof en, string> = {
  'people.details': '个人资料',
  'people.find': '查找联系人',
  'people.find.hint': '名字、账号、拼音或首字母',
  'people.searching': '正在查找…',
  'people.noneFound': '没有找到',
  'people.noneYet': '输入名字来查找。',
  'people.picked': '已选择',
  'people.unpick': '取消选择 {name}',
  'people.write': '发消息',
  'people.bot': '机器人',
  'people.remark': '备注名',
  'people.remark.hint': '您对此人的称呼，处处显示，只有您看得到。',
  'people.listed': '加入通讯录',
  'people.listed.hint': '选人时通讯录里的人排在前面，也能看到您只给联系人看的内容。',
  'people.block': '拉黑',
  'people.block.hint': '被拉黑的人不能呼叫您、给您发消息，也看不到您是否在线。',
  'people.unblock': '取消拉黑',
  'people.lastSeen': '{when}在线',

  'contacts.title': '通讯录',
  'contacts.tabs': '列表内容',
  'contacts.empty.title': '通讯录还是空的',
  'contacts.empty.text': '在某人的资料里打开“加入通讯录”，以后无论是否聊过，都能在这里找到。',

  'refusal.bad_name': '名字需要 1 到 32 个可见字符。',
  'refusal.group_full': '这个群已经满了。',
  'refusal.name_taken': '这个名字已经有人用了。',
  'refusal.no_invite': '这个邀请无效或已失效。',
  'refusal.no_person': '这里没有这个人。',
  'refusal.not_permitted': '您没有这个权限。',
  'refusal.over_quota': '您的文件空间已满。',
  'refusal.too_many': '操作太频繁，请稍候。',
};
