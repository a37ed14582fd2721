/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * bench-open: 1000 sealed tips opened by one "inkast-officer open", beside 1000
 * runs of Debian's "age -d". The bundle is what "inkast-admin export" writes;
 * its tips are sealed to one key, and then to two, a desk key and a recovery
 * key. Time of the clock on the wall, since it is an officer who waits, and
 * both sides have more than one thread; in short rounds that take turns, so
 * that what else the machine does hits both. The processor time of all threads
 * is printed beside. Whatever is opened goes to /dev/null. What counts for the
 * officer includes the check of the whole bundle.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "admin/bundle.h"
#include "base/text.h"
#include "bench.h"
#include "crypto/core/secret.h"
#include "crypto/core/tar.h"
#include "crypto/core/tip.h"
#include "crypto/seal/seal.h"
#include "crypto/unseal/unseal.h"

#define TIPS 1000
/* Runs of age between two looks at the clock: about as long as one of ours. */
#define AGE_RUNS 50
/* Rounds for the floor: every tip by age, twice; and for information. */
#define SAMPLES 41
#define SAMPLES_BESIDE 11
#define RECIPIENTS_MAX 2

extern char **environ;

struct place {
	char dir[64];
	char key[PATH_MAX];     /* the identity file */
	char officer[PATH_MAX]; /* the program */
	size_t recipients;
	char *bundle;
	size_t next; /* tip for age */
};

/* The folder to remove, however the program ends; empty while there is none. */
static struct place place;

/* A signal that asks to end. */
static volatile sig_atomic_t asked_to_end;

static void
tip_path(const struct place *p, size_t i, char out[static PATH_MAX])
{
	(void)snprintf(out, PATH_MAX, "%s/%04zu.age", p->dir, i);
}

/* Ends as a tip of the form does; the answer is about as long as people write.
 */
static void
make_container(struct buf *out)
{
	static const char json[] =
	    "{\"format\":\"inkast-tip/1\",\"service\":\"Test\","
	    "\"area\":\"theft\",\"area_name\":\"Stöld\",\"language\":\"sv\","
	    "\"received\":\"2026-11-22T14Z\",\"form\":\"1\",\"answers\":["
	    "{\"id\":\"what\",\"question\":\"Vad har hänt?\",\"answer\":"
	    "\"Två personer lastade verktyg i en vit skåpbil vid "
	    "byggarbetsplatsen bakom skolan. De kom tillbaka två gånger "
	    "samma kväll, och bilen stod sedan kvar vid garagen.\"},"
	    "{\"id\":\"where\",\"question\":\"Var?\",\"answer\":"
	    "\"Garagen vid Storgatan\"}],\"attachments\":[]}";

	if (tar_member(io_write_to_buf, out, TIP_MEMBER, json, strlen(json)) !=
		TAR_OK ||
	    tar_end(io_write_to_buf, out) != TAR_OK || tip_pad(out) != AGE_OK)
		bench_die("container", "cannot make one");
}

static void
make_key(const struct place *p, struct recipient r[static RECIPIENTS_MAX])
{
	struct identity *id = secret_alloc(sizeof *id);
	char *text = secret_alloc(IDENTITY_TEXT_MAX);

	if (id == NULL || text == NULL)
		bench_die("identity", "no memory that can be locked");
	for (size_t i = 0; i < p->recipients; i++) {
		if (identity_generate(AGE_X25519, id) != AGE_OK)
			bench_die("identity", "cannot make one");
		r[i].type = id->type;
		memcpy(r[i].key, id->public, sizeof r[i].key);
	}
	/* The last one's secret is the one that opens. */
	identity_format(id, text);
	if (io_write_file(p->key, 0600, 0, text, strlen(text)) != 0)
		bench_die(p->key, "cannot write it");
	secret_free(text);
	secret_free(id);
}

/* Not made durable: that would take longer than everything that is measured. */
static void
write_file(const char *path, const struct buf *b)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

	if (fd < 0 || io_write(fd, b->data, b->len) != 0 || close(fd) != 0)
		bench_die(path, "cannot write it");
}

/* Tip number i for both sides: a member of the bundle, and a file. */
static void
add_tip(
    const struct place *p, struct bundle *b, size_t i, const struct buf *blob)
{
	char path[PATH_MAX];
	struct store_row row = {.day = 20000, .blob = {blob->data, blob->len}};

	row.id[0] = (uint8_t)(i >> 8);
	row.id[1] = (uint8_t)i;
	tip_path(p, i, path);
	write_file(path, blob);
	if (bundle_add(b, &row) != 0)
		bench_die(p->dir, "cannot add to the bundle");
}

static void
make_bundle(struct place *p)
{
	struct recipient r[RECIPIENTS_MAX];
	struct bundle b = {0};
	struct buf container;
	struct buf blob;

	make_key(p, r);
	buf_init(&container, &buf_heap, TIP_CLASS_MIN);
	buf_init(&blob, &buf_heap, (size_t)2 * TIP_CLASS_MIN);
	make_container(&container);
	if (bundle_begin(&b, p->dir) != 0)
		bench_die(p->dir, "cannot begin a bundle");
	for (size_t i = 0; i < TIPS; i++) {
		buf_clear(&blob);
		if (seal(r, p->recipients, p->recipients, container.data,
			container.len, &blob) != AGE_OK)
			bench_die("tip", "cannot seal it");
		add_tip(p, &b, i, &blob);
	}
	if (bundle_end(&b, "Test", &p->bundle) != 0)
		bench_die(p->dir, "cannot end the bundle");
	bundle_abandon(&b);
	buf_free(&container);
	buf_free(&blob);
}

/* Run a program with its standard output to a file. 0 when it says so. */
static int
run(char *const argv[], const char *out)
{
	posix_spawn_file_actions_t actions;
	pid_t pid;
	int status = -1;

	if (posix_spawn_file_actions_init(&actions) != 0)
		return -1;
	if (posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, out,
		O_WRONLY | O_CREAT | O_TRUNC, 0600) != 0 ||
	    posix_spawnp(&pid, argv[0], &actions, NULL, argv, environ) != 0)
		pid = -1;
	(void)posix_spawn_file_actions_destroy(&actions);
	while (pid > 0 && waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return -1;
	return asked_to_end ? -1 : status;
}

static int
run_officer(struct place *p, const char *out)
{
	char verb[] = "open";
	char identity[] = "-i";
	char json[] = "--json";
	char *const argv[] = {
	    p->officer, verb, identity, p->key, p->bundle, json, NULL};

	return run(argv, out);
}

static int
run_age(struct place *p, size_t i, const char *out)
{
	char age[] = "age";
	char decrypt[] = "-d";
	char identity[] = "-i";
	char path[PATH_MAX];
	char *const argv[] = {age, decrypt, identity, p->key, path, NULL};

	tip_path(p, i, path);
	return run(argv, out);
}

static int
open_by_officer(void *ctx)
{
	return run_officer(ctx, "/dev/null");
}

/* The next AGE_RUNS tips. */
static int
open_by_age(void *ctx)
{
	struct place *p = ctx;
	int r = 0;

	for (size_t n = 0; n < AGE_RUNS && r == 0; n++) {
		r = run_age(p, p->next, "/dev/null");
		p->next = (p->next + 1) % TIPS;
	}
	return r;
}

/* Both open: age to a container's size, the officer to a line for each tip. */
static void
check(struct place *p)
{
	char path[PATH_MAX];
	struct buf text;
	struct stat st;
	size_t lines = 0;

	(void)snprintf(path, sizeof path, "%s/opened", p->dir);
	if (run_age(p, 0, path) != 0 || stat(path, &st) != 0 ||
	    st.st_size != TIP_CLASS_MIN)
		bench_die("age -d", "it does not open a tip; is it installed?");
	buf_init(&text, &buf_heap, TIP_CLASS_MAX);
	if (run_officer(p, path) != 0 || io_read_file(path, &text) != 0)
		bench_die(p->officer, "it does not open the bundle");
	for (size_t i = 0; i < text.len; i++)
		lines += text.data[i] == '\n';
	if (lines != TIPS)
		bench_die(p->officer, "it did not show every tip");
	buf_free(&text);
}

/* The officer's program stands beside this one: ../bin. */
static void
find_programs(struct place *p)
{
	char here[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", here, sizeof here - 1);

	if (n < 0)
		bench_die("/proc/self/exe", strerror(errno));
	else
		here[n] = '\0';
	for (int i = 0; i < 2; i++) {
		char *slash = strrchr(here, '/');
		if (slash != NULL)
			*slash = '\0';
	}
	if (snprintf(p->officer, sizeof p->officer, "%s/bin/inkast-officer",
		here) >= (int)sizeof p->officer)
		bench_die(here, "the path is too long");
}

/* The key is in there. Runs at exit too: no failure ends the program here. */
static void
remove_all(void)
{
	struct place *p = &place;
	const struct dirent *e;
	DIR *dir;

	free(p->bundle);
	p->bundle = NULL;
	if (p->dir[0] == '\0')
		return;
	dir = opendir(p->dir);
	while (dir != NULL && (e = readdir(dir)) != NULL)
		(void)unlinkat(dirfd(dir), e->d_name, 0);
	if (dir != NULL)
		(void)closedir(dir);
	if (rmdir(p->dir) < 0)
		(void)fprintf(stderr, "%s: cannot be removed; do so\n", p->dir);
	p->dir[0] = '\0';
}

static void
note_signal(int number)
{
	(void)number;
	asked_to_end = 1;
}

/* Programs that run meanwhile end, and what follows them fails. */
static void
clean_up_at_exit(void)
{
	static const int signals[] = {SIGHUP, SIGINT, SIGPIPE, SIGTERM};
	struct sigaction sa = {.sa_handler = note_signal};

	if (atexit(remove_all) != 0)
		bench_die("atexit", "no memory");
	for (size_t i = 0; i < sizeof signals / sizeof signals[0]; i++)
		if (sigaction(signals[i], &sa, NULL) < 0)
			bench_die("sigaction", strerror(errno));
}

/* Processor time of all children that have ended. */
static double
children_cpu_us(void)
{
	struct rusage u;

	if (getrusage(RUSAGE_CHILDREN, &u) != 0)
		bench_die("getrusage", strerror(errno));
	return (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) * 1e6 +
	       (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec);
}

static void
prepare(size_t recipients)
{
	char dir[] = "/tmp/bench-open-XXXXXX";

	if (mkdtemp(dir) == NULL)
		bench_die(dir, strerror(errno));
	place = (struct place){.recipients = recipients};
	memcpy(place.dir, dir, sizeof dir);
	(void)snprintf(place.key, sizeof place.key, "%s/key.txt", dir);
	find_programs(&place);
	make_bundle(&place);
	check(&place);
}

static bool
measure(const char *name, double (*clock)(void), size_t samples, double floor)
{
	return bench_ratio(&(struct bench_pair){.name = name,
	    .raw = open_by_age,
	    .ours = open_by_officer,
	    .ctx = &place,
	    .clock = clock,
	    .batch = 1,
	    .samples = samples,
	    .scale = (double)TIPS / AGE_RUNS,
	    .floor = floor});
}

int
main(void)
{
	clean_up_at_exit();
	if (age_init() != AGE_OK)
		bench_die("libsodium", "it does not start");
	prepare(1);
	bool good = measure("open_1000_tips", bench_wall_us, SAMPLES, 20);
	good &= measure(
	    "open_1000_tips_processor", children_cpu_us, SAMPLES_BESIDE, 0);
	remove_all();
	prepare(2);
	good &= measure(
	    "open_1000_tips_of_2_stanzas", bench_wall_us, SAMPLES_BESIDE, 0);
	return good ? 0 : 1;
}
