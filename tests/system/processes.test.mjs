// SPDX-License-Identifier: EUPL-1.2
// Copyright (c) 2026 the Inkast authors
//
// What the running processes can do, asked of the kernel: privileges, seccomp,
// open descriptors, and the system calls of a front that serves. Needs root.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { chmodSync, readFileSync, readdirSync, readlinkSync, statSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { Gateway, must, until } from './gateway.mjs';

const statusOf = (pid) => Object.fromEntries(
  readFileSync(`/proc/${pid}/status`, 'utf8').trim().split('\n')
    .map((line) => line.split(/:\s*/)));

const roles = ['inkast-front', 'inkast-vault'];

const descriptorsOf = (pid) => readdirSync(`/proc/${pid}/fd`).map((fd) => {
  try {
    return readlinkSync(`/proc/${pid}/fd/${fd}`);
  } catch {
    return ''; // closed while we looked
  }
});

function assertPowerless(pid, name) {
  const tasks = readdirSync(`/proc/${pid}/task`).map((tid) => `${pid}/task/${tid}`);
  for (const task of tasks) {
    const status = statusOf(task);
    assert.equal(status.NoNewPrivs, '1', `${name}: NoNewPrivs`);
    assert.equal(status.Seccomp, '2', `${name}: Seccomp`);
    for (const set of ['CapInh', 'CapPrm', 'CapEff', 'CapAmb', 'CapBnd'])
      assert.match(status[set], /^0+$/, `${name}: ${set}`);
  }
}

test('roles_have_no_capability_no_new_privileges_and_a_filter', async (t) => {
  const gateway = await Gateway.create(t);
  await gateway.start();
  for (const name of roles)
    for (const pid of gateway.roles(name))
      assertPowerless(pid, name);
  const supervisor = statusOf(gateway.child.pid);
  assert.equal(supervisor.NoNewPrivs, '1');
  assert.equal(supervisor.Seccomp, '2');
  await gateway.stop();
});

// /proc/PID of a process that is not dumpable belongs to root, whoever it is.
test('roles_become_the_account_and_are_not_dumpable', async (t) => {
  const gateway = await Gateway.create(t, { config: { 'gateway.user': 'nobody' } });
  chmodSync(gateway.top, 0o755);
  chmodSync(gateway.dir, 0o755);
  await must('chown', ['-R', 'nobody:nogroup', join(gateway.dir, 'store')]);
  await must('chmod', ['a+r', gateway.config]);
  await gateway.start();
  assert.equal((await gateway.quickTip('as nobody')).state, 'sent');
  for (const name of roles) {
    const pids = gateway.roles(name);
    assert.equal(pids.length, 1);
    const status = statusOf(pids[0]);
    assert.deepEqual(status.Uid.split('\t'), Array(4).fill('65534'), name);
    assert.deepEqual(status.Gid.split('\t'), Array(4).fill('65534'), name);
    assert.equal((status.Groups ?? '').trim(), '', `${name}: groups`);
    assert.equal(statSync(`/proc/${pids[0]}/status`).uid, 0, `${name} is dumpable`);
  }
  await gateway.stop();
});

test('the_front_holds_no_file_and_the_vault_no_network', async (t) => {
  const gateway = await Gateway.create(t);
  await gateway.start();
  assert.equal((await gateway.quickTip('one')).state, 'sent');
  const front = descriptorsOf(gateway.roles('inkast-front')[0]);
  const files = front.filter((to) => to.startsWith('/') && to !== '/dev/null');
  assert.deepEqual(files, []);
  const vault = gateway.roles('inkast-vault')[0];
  const inodes = descriptorsOf(vault)
    .map((to) => /^socket:\[(\d+)\]$/.exec(to)?.[1]).filter(Boolean);
  const tcp = ['tcp', 'tcp6', 'udp', 'udp6']
    .map((table) => readFileSync(`/proc/${vault}/net/${table}`, 'utf8')).join('');
  assert.ok(inodes.length > 0);
  assert.deepEqual(inodes.filter((i) => new RegExp(`\\s${i}\\s`).test(tcp)), []);
  await gateway.stop();
});

// Every system call of pid and its threads while act runs, as strace writes it.
async function traced(pid, file, act) {
  const strace = spawn('strace', ['-f', '-o', file, '-p', String(pid)],
    { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  strace.stderr.setEncoding('utf8').on('data', (text) => { said += text; });
  const threads = readdirSync(`/proc/${pid}/task`).length;
  await until('strace attached', () => statusOf(pid).TracerPid !== '0' &&
    (said.match(/attached/g) ?? []).length > 0 &&
    readdirSync(`/proc/${pid}/task`).every((tid) =>
      statusOf(`${pid}/task/${tid}`).TracerPid !== '0'));
  assert.ok(threads > 1);
  await act();
  strace.kill('SIGINT');
  await new Promise((resolve) => strace.on('close', resolve));
  return readFileSync(file, 'utf8').split('\n')
    .map((line) => /^\d+\s+(?:<\.\.\. )?(\w+)/.exec(line)?.[1]).filter(Boolean);
}

test('a_serving_front_asks_for_no_address_and_opens_nothing', async (t) => {
  const gateway = await Gateway.create(t);
  await gateway.start();
  const pid = gateway.roles('inkast-front')[0];
  const calls = new Set(await traced(pid, join(gateway.top, 'trace'), async () => {
    const citizen = gateway.citizen();
    assert.equal(await citizen.tip('theft', { what: 'traced' }), 'sent');
    await gateway.quickTip('x', { area: 'nonsense' });
  }));
  assert.ok(calls.has('accept4') || calls.has('accept'), [...calls].join(' '));
  const forbidden = /^(getpeername|getsockname|open|openat|openat2|creat|socket|connect|execve|execveat|fork|vfork|ptrace|bind|listen|stat|newfstatat|statx|readlink|unlink.*)$/;
  assert.deepEqual([...calls].filter((c) => forbidden.test(c)), []);
  await gateway.stop();
});
