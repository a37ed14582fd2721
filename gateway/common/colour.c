/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Relative luminance of sRGB colours, and the ratio of two.
 */
#include "gateway/common/colour.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

bool
colour_is_one(const char *text)
{
	return text[0] == '#' && strlen(text) == 7 &&
	       strspn(text + 1, "0123456789abcdefABCDEF") == 6;
}

/* WCAG 2.2, "relative luminance": of a channel, 0 to 255. */
static double
linear(unsigned long channel)
{
	double c = (double)channel / 255;

	return c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
}

static double
luminance(const char *text)
{
	unsigned long rgb = strtoul(text + 1, NULL, 16);

	return 0.2126 * linear(rgb >> 16) + 0.7152 * linear(rgb >> 8 & 0xff) +
	       0.0722 * linear(rgb & 0xff);
}

double
colour_contrast(const char *a, const char *b)
{
	double la = luminance(a) + 0.05;
	double lb = luminance(b) + 0.05;

	return la > lb ? la / lb : lb / la;
}
