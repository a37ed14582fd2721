/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The search for secrets.
 */
#include "tests/fault/secrets.h"

#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PIECE 8
#define LEARN_MAX 64
#define PIECES_MAX 4096
#define PLACES_MAX 8
#define PRINT_MAX 20 /* findings that are worth reading */
#define MASK 0xa5c3965a3cf00f69ULL

/* A hash table over a piece's last 16 bits; 0 ends a chain. */
static struct piece {
	uint64_t masked;
	const char *what;
	uint16_t next;
} pieces[PIECES_MAX];
static uint16_t first[65536];
static size_t n_pieces = 1;
static size_t n_remembered = 1;

static struct {
	uintptr_t from;
	uintptr_t to;
} places[PLACES_MAX];
static size_t n_places;

static inline const struct piece *
find(const uint64_t *value)
{
	for (uint16_t i = first[*value & 0xffff]; i != 0; i = pieces[i].next) {
		if ((pieces[i].masked ^ MASK) == *value)
			return &pieces[i];
	}
	return NULL;
}

static void
learn_piece(const char *what, const uint8_t *p)
{
	uint64_t value;

	memcpy(&value, p, sizeof value);
	bool equal = memcmp(p, &p[1], PIECE - 1) == 0;
	if (!equal && find(&value) == NULL) {
		if (n_pieces == PIECES_MAX)
			abort();
		pieces[n_pieces] =
		    (struct piece){value ^ MASK, what, first[value & 0xffff]};
		first[value & 0xffff] = (uint16_t)n_pieces++;
	}
	explicit_bzero(&value, sizeof value);
}

void
secrets_learn(const char *what, const void *p, size_t n)
{
	const uint8_t *from = p;

	for (size_t i = 0; i + PIECE <= n && i < LEARN_MAX; i += PIECE)
		learn_piece(what, &from[i]);
}

void
secrets_learn_repeated(const char *what, const void *p, size_t n)
{
	const uint8_t *from = p;
	uint8_t turned[PIECE];

	for (size_t i = 0; i < n; i++) {
		for (size_t j = 0; j < PIECE; j++)
			turned[j] = from[(i + j) % n];
		learn_piece(what, turned);
	}
	explicit_bzero(turned, sizeof turned);
}

void
secrets_remember(void)
{
	n_remembered = n_pieces;
}

/* The latest of a chain is its first. */
void
secrets_forget(void)
{
	for (; n_pieces > n_remembered; n_pieces--) {
		const struct piece *last = &pieces[n_pieces - 1];
		first[(last->masked ^ MASK) & 0xffff] = last->next;
	}
}

void
secrets_kept_in(const void *p, size_t n)
{
	if (n_places == PLACES_MAX)
		abort();
	places[n_places].from = (uintptr_t)p;
	places[n_places++].to = (uintptr_t)p + n;
}

static void
print_finding(const struct piece *piece, uintptr_t at, const char *where)
{
	int here;

	fprintf(stderr, "%s left at %#zx, %td from the search's frame: %s\n",
	    piece->what, (size_t)at, (ptrdiff_t)(at - (uintptr_t)&here), where);
}

/* Memory is looked at as the kernel gives it, not as objects of ours. */
static size_t
search_piece(uintptr_t from, uintptr_t to, const char *where)
{
	size_t found = 0;
	uint64_t value = 0;

	for (uintptr_t at = from; at + PIECE <= to; at++) {
		/* NOLINTNEXTLINE(performance-no-int-to-ptr): a mapping */
		memcpy(&value, (const void *)at, sizeof value);
		const struct piece *piece = find(&value);
		if (piece == NULL)
			continue;
		if (where != NULL && found < PRINT_MAX)
			print_finding(piece, at, where);
		found++;
	}
	explicit_bzero(&value, sizeof value);
	return found;
}

/* Around what the caller keeps. */
static size_t
search(uintptr_t from, uintptr_t to, const char *where)
{
	size_t found = 0;

	while (from < to) {
		uintptr_t stop = to;
		uintptr_t next = to;
		for (size_t i = 0; i < n_places; i++) {
			if (places[i].to <= from || places[i].from >= stop)
				continue;
			stop = places[i].from > from ? places[i].from : from;
			next = places[i].to;
		}
		found += search_piece(from, stop, where);
		from = next;
	}
	return found;
}

size_t
secrets_in(const void *p, size_t n)
{
	return search((uintptr_t)p, (uintptr_t)p + n, NULL);
}

/* "from-to rw-p ... name": searched where it can be written. */
static size_t
search_mapping(const char *line)
{
	char *end;
	uintptr_t from = (uintptr_t)strtoull(line, &end, 16);
	uintptr_t to = (uintptr_t)strtoull(end + 1, &end, 16);

	return strncmp(end, " rw", 3) == 0 ? search(from, to, end + 1) : 0;
}

size_t
secrets_anywhere(void)
{
	static char maps[65536];
	size_t have = 0;
	ssize_t n;
	size_t found = 0;
	char *rest = NULL;
	/* Not through stdio, which would take memory to search. */
	int fd = open("/proc/self/maps", O_RDONLY | O_CLOEXEC);

	while (fd >= 0 && have < sizeof maps - 1 &&
	       (n = read(fd, &maps[have], sizeof maps - 1 - have)) > 0)
		have += (size_t)n;
	if (fd < 0 || close(fd) != 0 || have == 0 || have == sizeof maps - 1)
		abort();
	maps[have] = '\0';
	for (char *line = strtok_r(maps, "\n", &rest); line != NULL;
	     line = strtok_r(NULL, "\n", &rest))
		found += search_mapping(line);
	return found;
}
