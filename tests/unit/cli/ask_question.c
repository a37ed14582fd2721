/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * ask-question yes|word [--yes]: asks, and ends with what the answer gives.
 */
#include <stdio.h>
#include <string.h>

#include "base/say.h"
#include "cli/ask.h"

int
main(int argc, char **argv)
{
	say_as("ask-question");
	if (argc < 2)
		return EX_USAGE;
	bool yes = argc > 2 && strcmp(argv[2], "--yes") == 0;
	int code = strcmp(argv[1], "word") == 0
		       ? ask_word("type DESTROY to go on:", "DESTROY", yes)
		       : ask_yes("go on\x1b[31m?", yes);
	printf("code %d\n", code);
	return code;
}
