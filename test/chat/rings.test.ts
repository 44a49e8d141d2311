import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ChatMessage, type Conversation, directConversation } from '../../src/chat/message.ts';
import { Rings } from '../../src/chat/rings.ts';

function words(conversation: Conversation, seq: number): ChatMessage {
  const from = { id: 2, handle: 'bob' };
  return { kind: 'public', from, text: 'hello', conversation, id: `${conversation}${seq}`, seq, at: 0 };
}

test('an inbox hears each line once, also while it hears of a thousand conversations, and remembers no more than those', () => {
  const rings = new Rings(5000, (error) => {
    throw error;
  });
  const inbox = rings.inbox(1, () => undefined);
  const heard = (...entries: readonly ChatMessage[]) => {
    for (const entry of entries) rings.deliver(entry);
    return inbox.drain().entries.length;
  };
  const conversations = Array.from({ length: 1024 }, (_, at) => directConversation(1, at + 2));
  assert.equal(heard(...conversations.map((each) => words(each, 7))), 1024);
  assert.equal(heard(...conversations.map((each) => words(each, 7))), 0);
  // Heard of again, the first is not the one that is forgotten.
  assert.equal(heard(words(conversations[0] as Conversation, 8), words(directConversation(1, 5000), 1)), 2);
  assert.equal(heard(words(conversations[0] as Conversation, 8)), 0);
  assert.equal(heard(words(conversations[1] as Conversation, 7)), 1);
  inbox.close();
});
