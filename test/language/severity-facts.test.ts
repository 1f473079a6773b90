import assert from 'node:assert/strict';
import fc from 'fast-check';
import { cutText } from '../../src/language/cut-text.ts';
import { loadFactModel } from '../../src/language/facts/fact-model-file.ts';
import { normalise } from '../../src/language/normalisation.ts';
import { readSeverityFacts } from '../../src/language/severity-facts.ts';

const model = loadFactModel();
const read = (text: string): ReturnType<typeof readSeverityFacts> => {
  const normalised = normalise(text);
  return readSeverityFacts(normalised, cutText(normalised), model);
};

describe('severity facts of a text', () => {
  it('holds only the facts that are stated', () => {
    assert.deepEqual(read('收不到邮件').severityFacts, { serviceState: 'unavailable' });
    assert.deepEqual(read('只有我').severityFacts, { affected: 'one-user' });
    assert.deepEqual(read('你好').severityFacts, {});
  });

  it('reads several facts of one story', () => {
    const zh = '会计部门三个人的 Excel 打不开，网页版也打不开，今天下班前必须报税';
    assert.deepEqual(read(zh), {
      severityFacts: { serviceState: 'unavailable', affected: 'many-users', deadlineAtRisk: true, workaround: false },
      people: { count: 3, words: '三个人' },
    });
    const en = "My boss can't open his shared mailbox, it works in OWA, so no rush.";
    assert.deepEqual(read(en).severityFacts, {
      serviceState: 'unavailable',
      affected: 'one-user',
      deadlineAtRisk: false,
      workaround: true,
    });
  });

  it('states nobody as affected where nothing fails', () => {
    assert.deepEqual(read('how do I enable MFA for all users?').severityFacts, {
      serviceState: 'working',
    });
    assert.deepEqual(read('如何给所有用户开启多重身份验证').severityFacts, { serviceState: 'working' });
  });

  it('states nobody as affected by a task', () => {
    for (const text of [
      "reset a user's password",
      'how many admins are recommended',
      'migrate 300 mailboxes',
      '想给所有员工装 Teams',
    ]) {
      assert.equal(read(text).severityFacts.affected, undefined, text);
    }
    assert.equal(read('set up mail for 30 users, none of them can sign in').severityFacts.affected, 'many-users');
  });

  it('takes several people who are told for those affected, where something fails', () => {
    for (const text of ['MFA prompt every 10 minutes for 5 people, it is broken', '公司200人全部收不到邮件']) {
      assert.notEqual(read(text).severityFacts.affected, undefined, text);
    }
  });

  it('states nobody as affected by a question', () => {
    for (const text of ['Can all staff see my calendar?', 'Can all employees book the meeting room?']) {
      assert.equal(read(text).severityFacts.affected, undefined, text);
    }
  });

  it('takes a bare answer', () => {
    assert.equal(read('全公司').severityFacts.affected, 'organization');
    assert.equal(read('about 40 people').severityFacts.affected, 'many-users');
    assert.equal(read('just me').severityFacts.affected, 'one-user');
    assert.equal(read('可以先用网页版').severityFacts.workaround, true);
  });

  it('takes tone for no fact', () => {
    for (const text of [
      'URGENT',
      'URGENT!!! HELP',
      '十万火急！！！',
      '非常紧急，请立刻处理',
      'critical, severity A please',
    ]) {
      assert.deepEqual(read(text).severityFacts, {}, text);
    }
  });

  it('reads traditional characters and full-width signs', () => {
    assert.deepEqual(read('所有員工都無法登錄，ＯＷＡ 也不行').severityFacts, {
      serviceState: 'unavailable',
      affected: 'organization',
      workaround: false,
    });
  });

  it('answers any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 500 }), (text) => {
        read(text);
      }),
    );
  });
});
