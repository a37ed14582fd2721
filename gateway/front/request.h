/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * One request, from its first line to its answer: the callbacks that
 * libmicrohttpd makes. http.c registers them.
 */
#ifndef INKAST_GATEWAY_FRONT_REQUEST_H
#define INKAST_GATEWAY_FRONT_REQUEST_H

#include <microhttpd.h>

#include "gateway/front/deadline.h"
#include "gateway/front/flow.h"
#include "gateway/front/gate.h"
#include "gateway/front/replies.h"

/* What every request needs: the cls of all callbacks. */
struct request_context {
	struct flow flow;
	struct gate_paths paths;
	struct replies *replies;
	struct deadlines *deadlines;
};

/* MHD_OPTION_NOTIFY_CONNECTION: the deadline begins and ends. */
void request_connection(void *cls, struct MHD_Connection *con,
    void **socket_context, enum MHD_ConnectionNotificationCode code);

/* MHD_OPTION_URI_LOG_CALLBACK, which logs nothing here: it is the one place
 * where the target is seen as it was sent. Makes the request's state. */
void *request_begin(void *cls, const char *target, struct MHD_Connection *con);

/* The access handler. */
enum MHD_Result request_handle(void *cls, struct MHD_Connection *con,
    const char *url, const char *method, const char *version,
    const char *upload_data, size_t *upload_data_size, void **req_cls);

/* MHD_OPTION_NOTIFY_COMPLETED: wipe and free its state, however it ended. */
void request_completed(void *cls, struct MHD_Connection *con, void **req_cls,
    enum MHD_RequestTerminationCode code);

#endif
