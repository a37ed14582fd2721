/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Ctrl-C and its kin, for work that would leave something half-made behind: the
 * signal is remembered, and asked for between two steps.
 */
#ifndef INKAST_BASE_INTERRUPT_H
#define INKAST_BASE_INTERRUPT_H

/* From now on INT, TERM, HUP and QUIT are remembered, unless they were ignored
 * (nohup). A second one of a kind ends the process at once, as it would have
 * without this: nobody has to wait for a device that hangs. */
void interrupt_catch(void);

/* The last that came, or 0. */
int interrupt_pending(void);

/* The exit code that a shell gives such an end. Only while one is pending. */
int interrupt_code(void);

#endif
