/**
 * One tab at a time shows a conversation: the server closes the socket of an earlier one, which would come back and
 * close the later one, and so on.
 * @param {(conversationId: string) => void} onTaken another tab of this browser took a conversation
 * @returns {(conversationId: string) => void} takes it for this tab
 */
export function claimTabs(onTaken) {
  if (typeof BroadcastChannel === 'undefined') return () => {};
  const channel = new BroadcastChannel('support-intake:tabs');
  channel.onmessage = ({ data }) => {
    if (typeof data?.conversationId === 'string') onTaken(data.conversationId);
  };
  return (conversationId) => channel.postMessage({ conversationId });
}
