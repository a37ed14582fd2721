/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The acts that the sandbox test tries in each role.
 */
#include "sandbox_acts.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/bpf.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

static char dir[64];
static char roots_file[96];
static int store_fd = -1; /* dir/store */
static int pair[2] = {-1, -1};
static int listener = -1;
static struct sockaddr_in address;

static int
result(long r)
{
	return r < 0 ? errno : 0;
}

const char *
acts_dir(void)
{
	return dir;
}

const char *
acts_roots_file(void)
{
	return roots_file;
}

int
acts_store_dir(void)
{
	return store_fd;
}

static int
touch(const char *name, mode_t mode)
{
	char path[128];

	snprintf(path, sizeof path, "%s/%s", dir, name);
	int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, mode);
	close(fd);
	/* Anybody's but root's; not root, it stays ours. */
	if (strcmp(name, "of-nobody") == 0 && geteuid() == 0)
		return chown(path, 65534, 65534);
	return fd < 0 ? -1 : 0;
}

int
acts_set_up(void **state)
{
	char store[96];
	socklen_t len = sizeof address;

	(void)state;
	strcpy(dir, "/tmp/inkast-sandbox-XXXXXX");
	if (mkdtemp(dir) == NULL || chmod(dir, 0755) != 0)
		return -1;
	snprintf(roots_file, sizeof roots_file, "%s/of-root", dir);
	snprintf(store, sizeof store, "%s/store", dir);
	if (mkdir(store, 0700) != 0 || touch("of-root", 0600) != 0 ||
	    touch("of-nobody", 0600) != 0)
		return -1;
	store_fd = open(store, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	address.sin_family = AF_INET;
	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (store_fd < 0 ||
	    bind(listener, (struct sockaddr *)&address, len) != 0 ||
	    listen(listener, 8) != 0 ||
	    getsockname(listener, (struct sockaddr *)&address, &len) != 0)
		return -1;
	return socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair);
}

int
acts_tear_down(void **state)
{
	char store[96];

	(void)state;
	close(store_fd);
	close(listener);
	close(pair[0]);
	close(pair[1]);
	snprintf(store, sizeof store, "%s/of-nobody", dir);
	unlink(store);
	unlink(roots_file);
	snprintf(store, sizeof store, "%s/store", dir);
	rmdir(store);
	return rmdir(dir);
}

/* ---- forbidden to some ---- */

int
acts_open_outside(void)
{
	return result(open("/etc/passwd", O_RDONLY | O_CLOEXEC));
}

static int
create_outside(void)
{
	char path[128];

	snprintf(path, sizeof path, "%s/new", dir);
	int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	int r = result(fd);
	if (fd >= 0)
		unlink(path);
	return r;
}

static int
open_with_openat2(void)
{
	/* struct open_how: flags, mode, resolve. */
	const uint64_t how[3] = {O_RDONLY | O_CLOEXEC, 0, 0};

	return result(
	    syscall(SYS_openat2, AT_FDCWD, "/etc/passwd", how, sizeof how));
}

static int
tcp_socket(void)
{
	return result(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
}

static int
udp_socket(void)
{
	return result(socket(AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC, 0));
}

static int
unix_socket(void)
{
	return result(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
}

static int
raw_socket(void)
{
	return result(socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0));
}

/* On a socket that was there before. */
static int
connect_out(void)
{
	return result(connect(
	    pair[0], (const struct sockaddr *)&address, sizeof address));
}

static int
execute(void)
{
	return result(execl("/bin/true", "true", (char *)NULL));
}

static int
execute_descriptor(void)
{
	return result(syscall(SYS_execveat, store_fd, "x", NULL, NULL, 0));
}

static int
fork_process(void)
{
	pid_t pid = fork();

	if (pid == 0)
		_exit(0);
	return result(pid);
}

int
acts_signal_parent(void)
{
	return result(kill(getppid(), 0));
}

static int
trace_parent(void)
{
	return result(ptrace(PTRACE_SEIZE, getppid(), NULL, NULL));
}

static int
read_parents_memory(void)
{
	char here[8];
	struct iovec local = {here, sizeof here};
	struct iovec remote = {dir, sizeof here};

	return result(process_vm_readv(getppid(), &local, 1, &remote, 1, 0));
}

static int
map_executable(void)
{
	void *p = mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	return p == MAP_FAILED ? errno : 0;
}

static int
make_executable(void)
{
	void *p = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	return p == MAP_FAILED
		   ? 0
		   : result(mprotect(p, 4096, PROT_READ | PROT_EXEC));
}

static int
map_file(void)
{
	void *p = mmap(NULL, 1, PROT_READ, MAP_SHARED, store_fd, 0);

	return p == MAP_FAILED ? errno : 0;
}

static int
new_user_namespace(void)
{
	return result(unshare(CLONE_NEWUSER));
}

static int
mount_something(void)
{
	return result(mount("none", dir, "tmpfs", 0, ""));
}

static int
change_root(void)
{
	return result(chroot(dir));
}

static int
load_bpf(void)
{
	union bpf_attr attr;

	memset(&attr, 0, sizeof attr);
	attr.map_type = BPF_MAP_TYPE_ARRAY;
	attr.key_size = 4;
	attr.value_size = 4;
	attr.max_entries = 1;
	return result(syscall(SYS_bpf, BPF_MAP_CREATE, &attr, sizeof attr));
}

static int
io_uring(void)
{
	uint64_t params[15] = {0};

	return result(syscall(SYS_io_uring_setup, 1, params));
}

static int
add_key(void)
{
	return result(syscall(SYS_add_key, "user", "x", "x", 1, -3));
}

static int
user_faults(void)
{
	return result(syscall(SYS_userfaultfd, 1 /* user mode only */));
}

static int
change_owner(void)
{
	return result(fchown(store_fd, 1, 1));
}

static int
become_another(void)
{
	return result(setresuid(12345, 12345, 12345));
}

static int
change_mode(void)
{
	return result(chmod(roots_file, 0600));
}

static int
make_directory(void)
{
	char path[128];

	snprintf(path, sizeof path, "%s/made", dir);
	int r = mkdir(path, 0700);
	int error = result(r);
	if (r == 0)
		rmdir(path);
	return error;
}

static int
memory_file(void)
{
	return result(syscall(SYS_memfd_create, "x", 1));
}

static int
name_process(void)
{
	return result(prctl(PR_SET_NAME, "x", 0, 0, 0));
}

static int
be_dumpable(void)
{
	return result(prctl(PR_SET_DUMPABLE, 1, 0, 0, 0));
}

static int
limit_another(void)
{
	const struct rlimit none = {0, 0};

	return result(prlimit(getppid(), RLIMIT_CORE, &none, NULL));
}

static int
type_into_terminal(void)
{
	return result(syscall(SYS_ioctl, 0, 0x5412UL /* TIOCSTI */, "x"));
}

/* ---- needed by some ---- */

static void *
return_argument(void *p)
{
	return p;
}

static int
start_thread(void)
{
	pthread_t t;
	int r = pthread_create(&t, NULL, return_argument, NULL);

	return r != 0 ? r : pthread_join(t, NULL);
}

static int
use_channel(void)
{
	char c = 0;
	struct pollfd p = {.fd = pair[1], .events = POLLIN};

	if (send(pair[0], "x", 1, MSG_NOSIGNAL) != 1 || poll(&p, 1, 1000) != 1)
		return errno;
	return recv(pair[1], &c, 1, 0) == 1 && c == 'x' ? 0 : errno;
}

static int
use_memory(void)
{
	size_t size = (size_t)1 << 20;
	uint8_t *p = malloc(size);
	void *m =
	    mmap(NULL, 8192, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (p == NULL || m == MAP_FAILED)
		return ENOMEM;
	memset(p, 1, size);
	uint8_t *q = realloc(p, 8 * size);
	if (q == NULL || mprotect(m, 4096, PROT_READ | PROT_WRITE) != 0 ||
	    mlock(m, 4096) != 0 || munlock(m, 4096) != 0 ||
	    munmap(m, 8192) != 0)
		return errno;
	free(q);
	return 0;
}

static int
accept_connection(void)
{
	/* Nobody calls: not being allowed to would be another error. */
	int flags = fcntl(listener, F_GETFL);

	if (flags < 0 || fcntl(listener, F_SETFL, flags | O_NONBLOCK) != 0)
		return errno;
	if (accept4(listener, NULL, NULL, SOCK_CLOEXEC) >= 0 || errno == EAGAIN)
		return 0;
	return errno;
}

static int
use_store(void)
{
	struct statvfs space;
	struct stat st;
	struct flock lock = {
	    .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_len = 1};
	int fd =
	    openat(store_fd, "tips.db", O_RDWR | O_CREAT | O_CLOEXEC, 0600);

	if (fd < 0 || pwrite(fd, "abcd", 4, 4096) != 4 || fdatasync(fd) != 0 ||
	    fstat(fd, &st) != 0 || fcntl(fd, F_SETLK, &lock) != 0 ||
	    flock(fd, LOCK_EX | LOCK_NB) != 0 || ftruncate(fd, 2) != 0 ||
	    fstatvfs(store_fd, &space) != 0 || fsync(store_fd) != 0 ||
	    unlinkat(store_fd, "tips.db", 0) != 0)
		return errno;
	close(fd);
	return 0;
}

static int
run_program(void)
{
	int status = 0;
	pid_t pid = fork();

	if (pid == 0) {
		execl("/bin/true", "true", (char *)NULL);
		_exit(1);
	}
	if (pid < 0 || waitpid(pid, &status, 0) != pid)
		return errno;
	return status == 0 ? 0 : ENOEXEC;
}

static int
end_own_child(void)
{
	int status = 0;
	pid_t pid = fork();

	if (pid == 0)
		for (;;)
			pause();
	if (pid < 0 || kill(pid, SIGTERM) != 0 ||
	    waitpid(pid, &status, 0) != pid)
		return errno;
	return WIFSIGNALED(status) && WTERMSIG(status) == SIGTERM ? 0 : ECHILD;
}

static int
make_channel(void)
{
	int fds[2];

	return result(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds));
}

static int
write_file_durably(void)
{
	char from[128], to[128];

	snprintf(from, sizeof from, "%s/a", dir);
	snprintf(to, sizeof to, "%s/b", dir);
	int fd = open(from, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0 || write(fd, "x", 1) != 1 || fchmod(fd, 0640) != 0 ||
	    fsync(fd) != 0 ||
	    renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) != 0 ||
	    unlink(to) != 0)
		return errno;
	close(fd);
	return 0;
}

/* ---- the second stage and threads that run already ---- */

struct confined {
	atomic_int stage; /* 1: the thread runs; 2: the filter is loaded */
	int outcome;
};

static void *
try_a_name(void *ctx)
{
	struct confined *c = ctx;

	atomic_store(&c->stage, 1);
	while (atomic_load(&c->stage) != 2)
		sched_yield();
	c->outcome = name_process() == EACCES ? 0 : 1;
	return NULL;
}

int
acts_thread_is_confined(int (*second_stage)(void))
{
	struct confined c = {.outcome = 2};
	pthread_t t;

	if (pthread_create(&t, NULL, try_a_name, &c) != 0)
		return 3;
	while (atomic_load(&c.stage) != 1)
		sched_yield();
	if (second_stage() != 0)
		return 4;
	atomic_store(&c.stage, 2);
	return pthread_join(t, NULL) != 0 ? 5 : c.outcome;
}

/* ---- the table ---- */

const struct act acts[] = {
    {"open a file", acts_open_outside, ROLES, SUPERVISOR | TOOLS},
    {"create a file", create_outside, ROLES, TOOLS},
    {"open by openat2", open_with_openat2, ROLES, 0},
    {"make a folder", make_directory, ROLES, TOOLS},
    {"change a mode", change_mode, ROLES, TOOLS},
    {"TCP socket", tcp_socket, EVERYBODY, 0},
    {"UDP socket", udp_socket, EVERYBODY, 0},
    {"UNIX socket", unix_socket, EVERYBODY, 0},
    {"raw socket", raw_socket, EVERYBODY, 0},
    {"connect", connect_out, EVERYBODY, 0},
    {"exec", execute, ROLES | TOOLS, 0},
    {"exec by descriptor", execute_descriptor, ROLES | TOOLS, 0},
    {"fork", fork_process, ROLES | TOOLS, 0},
    {"signal the parent", acts_signal_parent, EVERYBODY, 0},
    {"trace the parent", trace_parent, EVERYBODY, 0},
    {"read the parent's memory", read_parents_memory, EVERYBODY, 0},
    {"map executable memory", map_executable, ROLES | TOOLS, 0},
    {"make memory executable", make_executable, ROLES | TOOLS, 0},
    {"map a file", map_file, FRONT, 0},
    {"new user namespace", new_user_namespace, EVERYBODY, 0},
    {"mount", mount_something, EVERYBODY, 0},
    {"chroot", change_root, EVERYBODY, 0},
    {"bpf", load_bpf, EVERYBODY, 0},
    {"io_uring", io_uring, EVERYBODY, 0},
    {"add a key", add_key, EVERYBODY, 0},
    {"userfaultfd", user_faults, EVERYBODY, 0},
    {"change an owner", change_owner, SUPERVISOR | ROLES, 0},
    {"become another account", become_another, EVERYBODY, 0},
    {"memfd", memory_file, ROLES | TOOLS, 0},
    {"be dumpable", be_dumpable, ROLES | TOOLS, 0},
    {"limit another process", limit_another, ROLES | TOOLS, 0},
    {"type into the terminal", type_into_terminal, TOOLS, 0},
    {"name a thread", name_process, FRONT_STEADY, FRONT_START},
    {"start a thread", start_thread, FRONT_STEADY | VAULT, FRONT_START},
    {"use a channel", use_channel, 0, ROLES},
    {"use memory", use_memory, 0, EVERYBODY},
    {"accept", accept_connection, VAULT, FRONT},
    {"use the store", use_store, FRONT, VAULT},
    {"run a program", run_program, ROLES | TOOLS, SUPERVISOR},
    {"end its own child", end_own_child, 0, SUPERVISOR},
    {"make a channel", make_channel, ROLES | TOOLS, SUPERVISOR},
    {"write a file durably", write_file_durably, ROLES, TOOLS},
    {NULL, NULL, 0, 0},
};
