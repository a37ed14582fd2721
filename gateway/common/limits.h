/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Every maximum of the gateway, with what bounds it from both sides.
 */
#ifndef INKAST_GATEWAY_COMMON_LIMITS_H
#define INKAST_GATEWAY_COMMON_LIMITS_H

#include <stddef.h>

/* A configuration file: a few hundred lines of 100 bytes; more is a mistake. */
#define LIMIT_CONFIG_FILE ((size_t)256 * 1024)

/* One line of it. inih cuts longer lines in silence at its own 200 unless we
 * look first; no value of ours is as long. */
#define LIMIT_CONFIG_LINE 190

/* A file of recipients, as tools read it: one area's 16 of the longest are 31
 * KiB; the rest is for comments. */
#define LIMIT_RECIPIENTS_FILE ((size_t)64 * 1024)

/* Signers of keyrings: a board of nine is more than a municipality and its
 * police have; each is a minisign public key, 56 characters. */
#define LIMIT_SIGNERS 9
#define LIMIT_SIGNER_TEXT 57

/* A keyring (FORMAT 13.1), as the front hears it: KEYRING_TEXT_MAX of
 * crypto/seal, which this may not include. */
#define LIMIT_KEYRING_TEXT ((size_t)256 * 1024)

/* A posted form. All fields filled with four-byte characters, percent-encoded,
 * are 22 000 characters x 12 = 264 000 bytes; the form's field limits then
 * refuse with a page that keeps the text. Beyond this the request is refused
 * unread. */
#define LIMIT_FORM_BODY ((size_t)512 * 1024)

/* Photos of one tip, and their bytes together: as polisen.se has it (4, 10 MB).
 * They fit the largest size class of a container with the text. */
#define LIMIT_PHOTOS 4
#define LIMIT_PHOTO_BYTES ((size_t)10 * 1024 * 1024)

/* A posted form with photos: those, the text, and what multipart/form-data
 * writes between. Of a larger one the text is kept and the photos are not. */
#define LIMIT_UPLOAD (LIMIT_PHOTO_BYTES + LIMIT_FORM_BODY)

/* Files of one posted form. More than LIMIT_PHOTOS, so that we can say that
 * they are too many. */
#define LIMIT_FILES 16

/* A boundary of multipart/form-data (RFC 2046, section 5.1.1). */
#define LIMIT_BOUNDARY 70

/* Fields of one posted form: 40 questions, with up to 12 boxes each. */
#define LIMIT_FORM_FIELDS 512

/* A page: all that was typed, shown twice (to read, and in hidden fields), each
 * character up to 6 bytes (&quot;). */
#define LIMIT_PAGE ((size_t)8 * 1024 * 1024)

/* Uploads and pages that may be in memory at once, over all connections, in
 * locked pages: RLIMIT_MEMLOCK is 8 MiB for an ordinary user, more when root
 * starts the gateway. The front takes what it finds, at most this. */
#define LIMIT_FRONT_BUDGET ((size_t)64 * 1024 * 1024)

/* Photos that may be in memory at once, of all uploads: twelve tips with the
 * largest, or some forty of two ordinary ones. Beside the budget above, of
 * which an upload takes its first LIMIT_FORM_BODY all the same: those may be
 * text. Sealing them takes no more (tip_seal.c). */
#define LIMIT_PHOTO_BUDGET ((size_t)128 * 1024 * 1024)

/* Connections at once. Each costs a 64 KiB pool: 64 MiB. */
#define LIMIT_CONNECTIONS 1024

/* libmicrohttpd's memory for one connection. At most 32 KiB would come from
 * malloc and would not be wiped; 64 KiB come from mmap and are unmapped. */
#define LIMIT_CONNECTION_MEMORY 65536

/* Seconds without a byte, and seconds in all, until a connection is cut. A tip
 * of 264 kB over a 2 kB/s Tor circuit takes 130 s. */
#define LIMIT_IDLE_SECONDS 30
#define LIMIT_CONNECTION_SECONDS 180

/* Bytes of a body that give its connection a second more: who sends faster is
 * not cut. The largest upload over 20 kB/s, a bad mobile network, takes nine
 * minutes; who sends nothing gains nothing. */
#define LIMIT_SLOWEST_UPLOAD 16384

/* And with that, the longest that a connection may last whose body is taken in:
 * fourteen minutes. */
#define LIMIT_UPLOAD_SECONDS                                                   \
	(LIMIT_CONNECTION_SECONDS + LIMIT_UPLOAD / LIMIT_SLOWEST_UPLOAD)

/* Header lines of a request; browsers send 10 to 20. */
#define LIMIT_HEADERS 40

/* A channel message's body: the largest sealed blob and its epoch. The 16 MiB
 * class is 16 781 328 bytes of payload, a header of 16 post-quantum stanzas
 * 24 982: together 1 MiB below this. */
#define LIMIT_MESSAGE ((size_t)17 * 1024 * 1024)

/* Seconds a front worker waits until a tip is durable, and until the vault says
 * how it is. A commit takes milliseconds and a rewrite is bounded (vault); and
 * libmicrohttpd counts a worker's wait as its connections' idle time, so the
 * first stays below LIMIT_IDLE_SECONDS. The second is what a citizen waits for
 * the closed page of a vault that hangs. */
#define LIMIT_VAULT_SECONDS 20
#define LIMIT_VAULT_STATE_SECONDS 3

/* Rows of one transaction. More would keep the first citizen waiting; fewer
 * would cost a sync each (measured: 64 per commit is 8 x one per commit). */
#define LIMIT_GROUP_COMMIT 64

/* Front workers, and with them channels to the vault. */
#define LIMIT_WORKERS 64

#endif
