// SPDX-License-Identifier: EUPL-1.2
// Copyright (c) 2026 the Inkast authors
//
// Twelve hostile keyrings. 'inkast-admin keyring install' refuses each and
// changes nothing. Put in place by hand, a gateway that runs never seals to it,
// one that starts with it shows the closed page, and a good one opens the form
// again without a restart.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, readdirSync, renameSync, rmSync,
  writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { EX, Gateway, must, program, run, until } from './gateway.mjs';
import { Signer, day, keyringText } from './keyrings.mjs';

const stays = /the keyring stays as it was/;
const closed = /the form (is closed|shows the closed page)/;

// What stands in a folder, by name.
const content = (dir) => Object.fromEntries(readdirSync(dir).sort()
  .map((name) => [name, readFileSync(join(dir, name), 'latin1')]));

// A gateway that two of two signers sign for; it has served serial 2.
class Besieged {
  static async create(t) {
    const b = new Besieged();
    b.signers = [new Signer(), new Signer()];
    b.gateway = await Gateway.create(t, { keyring: async (gateway) => {
      b.desk = await gateway.keygen('desk.key');
      b.thief = await gateway.keygen('thief.key');
      return b.spec(2);
    } });
    const { gateway } = b;
    const conf = readFileSync(gateway.config, 'utf8')
      .replace(/^signer = .*$/m, b.signers.map((s) => `signer = ${s.public}`).join('\n'))
      .replace(/^needed = .*$/m, 'needed = 2');
    writeFileSync(gateway.config, conf);
    b.good(2);
    await gateway.start();
    assert.equal((await gateway.quickTip('before')).state, 'sent');
    return b;
  }

  spec(serial, more = {}, recipient = this.desk.recipient) {
    return { serial, epochs: [{ areas: { '*': [recipient] } }], ...more };
  }

  // A keyring that seals to the thief: { text, signatures }.
  evil(serial, more = {}) {
    return this.signed(keyringText(this.spec(serial, more, this.thief.recipient)));
  }

  signed(text, signers = this.signers) {
    return { text, signatures: signers.map((s) => s.sign(text)) };
  }

  write(file, { text, signatures }) {
    writeFileSync(file, text);
    signatures.forEach((s, i) =>
      writeFileSync(`${file}${i === 0 ? '' : `.${i + 1}`}.minisig`, s));
  }

  // In its place as a whole, by hand.
  put(keyring) {
    const dir = this.gateway.keyring;
    rmSync(`${dir}.hand`, { recursive: true, force: true });
    mkdirSync(`${dir}.hand`);
    this.write(join(`${dir}.hand`, 'keyring.ini'), keyring);
    rmSync(`${dir}.before`, { recursive: true, force: true });
    renameSync(dir, `${dir}.before`);
    renameSync(`${dir}.hand`, dir);
    this.gateway.child?.kill('SIGHUP');
  }

  good(serial) {
    this.put(this.signed(keyringText(this.spec(serial))));
  }

  // What the log says from now on.
  async logs(what, words) {
    const { gateway } = this;
    const from = this.mark ?? 0;
    await until(`${what} in the log: ${words}`, () => words.test(gateway.log.slice(from)))
      .catch((e) => assert.fail(`${e.message}\n${gateway.log.slice(from)}`));
  }

  now() {
    this.mark = this.gateway.log.length;
  }

  async install(keyring) {
    const file = join(this.gateway.top, 'hostile.ini');
    this.write(file, keyring);
    return this.gateway.admin(['keyring', 'install', file, '--yes']);
  }

  // Every tip there is opens for the desk, and none for the thief.
  async nothingForTheThief(n) {
    const bundle = await this.gateway.export();
    const open = (key) => run(program('inkast-officer'), ['open', '--json', '-i', key.file, bundle]);
    const mine = await open(this.desk);
    assert.equal(mine.code, EX.OK, mine.stderr.toString());
    assert.equal(mine.stdout.toString().trim().split('\n').length, n);
    assert.notEqual((await open(this.thief)).code, EX.OK);
  }
}

// words: why, in what install and the log say. after: what a running gateway
// does with one put there by hand. checked: what --check-config, which opens no
// store, ends with.
function hostile(name, { make, words, after = stays, checked = EX.CONFIG }) {
  test(`${name}_is_refused`, async (t) => {
    const b = await Besieged.create(t);
    const { gateway } = b;
    const keyring = make(b);
    const before = content(gateway.keyring);

    const done = await b.install(keyring);
    assert.ok([EX.DATAERR, EX.NOPERM].includes(done.code), `${done.code} ${done.stderr}`);
    assert.match(done.stderr.toString(), words);
    assert.match(done.stderr.toString(), /nothing was installed/);
    assert.deepEqual(content(gateway.keyring), before);
    assert.ok(!readdirSync(gateway.dir).includes('keyring.new'));
    let sent = 1;

    b.now();
    b.put(keyring);
    await b.logs('a gateway that runs', after);
    await b.logs('the reason', words);
    const meanwhile = await gateway.quickTip('meanwhile');
    assert.equal(meanwhile.state, after === stays ? 'sent' : 'closed');
    sent += after === stays ? 1 : 0;
    await b.nothingForTheThief(sent);
    await gateway.stop();

    b.now();
    assert.equal((await run(program('inkastd'), ['-c', gateway.config, '--check-config'])).code,
      checked);
    await gateway.start();
    await b.logs('a gateway that starts', closed);
    const citizen = gateway.citizen();
    assert.equal(await citizen.visit(), 'closed');
    assert.equal(citizen.status, 503);
    assert.match(citizen.html, /114/);
    assert.equal((await gateway.quickTip('closed')).state, 'closed');

    b.good(7);
    await until('the form is open again', async () =>
      (await gateway.quickTip('after')).state === 'sent');
    await gateway.stop();
    const found = JSON.parse(await must(program('inkast-admin'),
      ['-c', gateway.config, 'keyring', 'show', '--json']));
    assert.equal(found.serial, 7);
    await b.nothingForTheThief(sent + 1);
  });
}

hostile('a_rolled_back_keyring', {
  make: (b) => b.evil(1),
  words: /serial is 1, and serial 2|serial 1 is refused: .*newer/, checked: EX.OK,
});

hostile('an_expired_keyring', {
  make: (b) => b.evil(3, { issued: day(-9), expires: day(-1) }),
  words: /expired|last day/, after: closed,
});

hostile('a_keyring_of_the_future', {
  make: (b) => b.evil(3, { issued: day(2) }),
  words: /issued on/, after: closed,
});

hostile('a_keyring_of_another_service', {
  make: (b) => b.evil(3, { service: 'Another service' }),
  words: /expected a keyring of "Inkast".*found one of "Another service"/,
});

hostile('a_keyring_with_too_few_signers', {
  make: (b) => {
    const { text, signatures } = b.evil(3);
    return { text, signatures: signatures.slice(0, 1) };
  },
  words: /signed by 1, expected 2/,
});

hostile('a_keyring_signed_twice_by_the_same_signer', {
  make: (b) => {
    const { text } = b.evil(3);
    return { text, signatures: ['one', 'two'].map((trusted) =>
      b.signers[0].sign(text, { trusted })) };
  },
  words: /the same signer/,
});

hostile('a_keyring_whose_trusted_comment_was_altered', {
  make: (b) => {
    const { text, signatures } = b.evil(3);
    return { text, signatures: [signatures[0],
      signatures[1].replace('inkast keyring, by hand', 'inkast keyring, by Hand')] };
  },
  words: /trusted comment/,
});

// The byte also breaks the syntax: that is not what is found, since nothing is
// parsed before its signatures hold.
hostile('a_keyring_with_an_altered_byte', {
  make: (b) => {
    const { text, signatures } = b.evil(3);
    return { text: text.replace('serial = 3', 'serial = x'), signatures };
  },
  words: /minisig: .*signature/,
});

hostile('an_oversized_keyring', {
  make: (b) => b.signed(b.evil(3).text + '# more\n'.repeat(40_000)),
  words: /at most 256 KiB/,
});

hostile('a_keyring_with_a_section_twice', {
  make: (b) => {
    const { text } = b.evil(3);
    return b.signed(text + text.slice(text.indexOf('[epoch 1]')));
  },
  words: /line 15: \[epoch 1\]/,
});

hostile('a_keyring_with_a_recipient_of_an_unknown_type', {
  make: (b) => {
    const { text } = b.evil(3);
    return b.signed(text.replace(/age1pq1\S+/, `age1new1${'q'.repeat(60)}`));
  },
  words: /line 14: .*public key/,
});

hostile('a_truncated_keyring', {
  make: (b) => {
    const { text, signatures } = b.evil(3);
    return { text: text.slice(0, -40), signatures };
  },
  words: /minisig: .*signature/,
});
