/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Text tips through the channel into the store, each acknowledged when durable,
 * at 1, 8 and 64 channels. Prints lines "NAME VALUE UNIT". What is counted is
 * rows in the store, not answers.
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"
#include "crypto/core/hash.h"
#include "crypto/core/header.h"
#include "crypto/core/tip.h"
#include "gateway/ipc/client.h"
#include "gateway/vault/loop.h"

#define STANZAS 3
#define EPOCH 1
#define RUN_MS 3000
/* The vault's ends, above everything else that is open. */
#define FIRST_FD 200

struct front {
	pthread_t thread;
	int fd;
	const struct buf *blob;
	uint64_t until;
	uint64_t added;
	uint64_t worst_ms;
};

static _Noreturn void
die(const char *what)
{
	perror(what);
	_exit(1);
}

/* Closed in order, a store is one file. */
static void
remove_store(const char *dir)
{
	char file[600];

	snprintf(file, sizeof(file), "%s/%s", dir, STORE_FILE);
	if (unlink(file) < 0 || rmdir(dir) < 0)
		die(file);
}

/* A text tip sealed to nobody. */
static void
make_blob(struct buf *out)
{
	static const char *const args[] = {
	    "X25519", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"};
	static const uint8_t nothing[AGE_MAC_LEN];
	size_t payload = age_payload_len(TIP_CLASS_MIN);

	age_header_begin(out);
	for (int i = 0; i < STANZAS; i++)
		age_header_stanza(out, args, 2, nothing, X25519_LEN);
	age_header_mark(out);
	age_header_end(out, nothing);
	buf_add_zeros(out, payload);
	if (out->err != BUF_OK)
		die("blob");
	random_bytes(out->data + out->len - payload, payload);
}

static void *
front_main(void *arg)
{
	struct front *f = arg;
	uint64_t from = clock_monotonic_ms();

	while (from < f->until) {
		if (client_add(f->fd, EPOCH, f->blob->data, f->blob->len) !=
		    CLIENT_OK)
			die("client_add");
		uint64_t now = clock_monotonic_ms();
		if (now - from > f->worst_ms)
			f->worst_ms = now - from;
		from = now;
		f->added++;
	}
	close(f->fd);
	return NULL;
}

static _Noreturn void
vault_main(const char *dir, size_t channels)
{
	static struct config config;
	static struct rulebook rules;
	struct control nobody;
	struct keeper keeper;

	config_defaults(&config);
	snprintf(config.store_dir, sizeof(config.store_dir), "%s", dir);
	int32_t today = clock_today();
	rules.now = (struct rules){.serial = 1,
	    .stanzas = STANZAS,
	    .n_epochs = 1,
	    .epochs = {{.id = EPOCH,
		.kind = AGE_X25519,
		.from = today,
		.until = today + 1}}};
	control_init(&nobody, -1, control_allows_rules);
	if (keeper_open(&keeper, &config) != STORE_OK ||
	    loop_run(&keeper, &nobody, &rules, FIRST_FD, channels) != 0)
		die("vault");
	uint64_t from = clock_monotonic_ms();
	if (keeper_close(&keeper) != STORE_OK)
		die("rewrite");
	printf("vault_rewrite_%zu_channels %llu ms\n", channels,
	    (unsigned long long)(clock_monotonic_ms() - from));
	fflush(stdout);
	_exit(0);
}

static uint64_t
rows(const char *dir)
{
	struct store *s = NULL;
	uint64_t n = 0;

	if (store_open(dir, STORE_ADMIN, &s) != STORE_OK ||
	    store_count(s, &n) != STORE_OK)
		die("count");
	store_close(&s);
	return n;
}

static void
start_fronts(struct front *fronts, size_t n, const struct buf *blob)
{
	for (size_t i = 0; i < n; i++) {
		int pair[2];
		if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) <
			0 ||
		    dup2(pair[1], FIRST_FD + (int)i) < 0)
			die("socketpair");
		close(pair[1]);
		fronts[i] = (struct front){.fd = pair[0], .blob = blob};
	}
}

static void
run(const char *base, size_t n, const struct buf *blob)
{
	static struct front fronts[LIMIT_WORKERS];
	uint64_t added = 0, worst = 0;
	char dir[512];

	snprintf(dir, sizeof(dir), "%s/%zu", base, n);
	if (mkdir(dir, 0700) < 0 || store_create(dir) != STORE_OK)
		die(dir);
	start_fronts(fronts, n, blob);
	pid_t vault = fork();
	if (vault == 0) {
		for (size_t i = 0; i < n; i++)
			close(fronts[i].fd);
		vault_main(dir, n);
	}
	for (size_t i = 0; i < n; i++)
		close(FIRST_FD + (int)i);
	uint64_t begin = clock_monotonic_ms();
	for (size_t i = 0; i < n; i++) {
		fronts[i].until = begin + RUN_MS;
		if (pthread_create(
			&fronts[i].thread, NULL, front_main, &fronts[i]) != 0)
			die("thread");
	}
	for (size_t i = 0; i < n; i++) {
		pthread_join(fronts[i].thread, NULL);
		added += fronts[i].added;
		if (fronts[i].worst_ms > worst)
			worst = fronts[i].worst_ms;
	}
	uint64_t ms = clock_monotonic_ms() - begin;
	waitpid(vault, NULL, 0);
	if (rows(dir) != added)
		die("rows in the store are not tips acknowledged");
	remove_store(dir);
	printf("vault_adds_%zu_channels %llu tips/s\n", n,
	    (unsigned long long)(added * 1000 / ms));
	printf(
	    "vault_worst_%zu_channels %llu ms\n", n, (unsigned long long)worst);
	fflush(stdout);
}

int
main(void)
{
	static const size_t channels[] = {1, 8, 64};
	char base[] = "./bench-vault-XXXXXX";
	struct buf blob;

	if (mkdtemp(base) == NULL)
		die(base);
	buf_init(&blob, &buf_heap, 65536);
	make_blob(&blob);
	for (size_t i = 0; i < 3; i++)
		run(base, channels[i], &blob);
	buf_free(&blob);
	return rmdir(base) < 0;
}
