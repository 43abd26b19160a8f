// What the rest of the client uses of attachments.
export { createAttachments, type Attachments } from './attachments';
export { default as AttachButton } from './AttachButton.svelte';
export { default as AttachmentLayer } from './AttachmentLayer.svelte';
export { attachmentsHere, setAttachments } from './context';
export { default as MessageFiles } from './MessageFiles.svelte';
export { cardOf, type FileCard, type Owner } from './model';
export { type Sent, type Tray } from './tray.svelte';
export { default as TrayStrip } from './TrayStrip.svelte';
export { type Exhibit } from './viewer.svelte';
export { default as VoiceButton } from './voice/VoiceButton.svelte';
