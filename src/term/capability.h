/* SPDX-License-Identifier: MIT
 *
 * terminfo. Apart from the rest because its own <term.h> defines a struct term.
 */
#ifndef TERM_CAPABILITY_H
#define TERM_CAPABILITY_H

#include <stdbool.h>
#include <stddef.h>

enum capability_check { CAPABILITY_GOOD, CAPABILITY_UNKNOWN, CAPABILITY_TOO_SIMPLE };
/* Whether the terminal is known and can move its cursor. Nothing is kept. `*name`: the one
 * terminfo has it under, NULL for TERM itself; machines reached by ssh rarely know the
 * younger terminals, which all do what xterm does. */
enum capability_check capability_check(int fd, const char **name);
/* A string of the terminal curses has opened; NULL when it has none. */
const char *capability_text(const char *name);
/* The same with its parameters, without its padding; false when it has none. */
bool capability_format(const char *name, int a, int b, char *out, size_t size);
bool capability_flag(const char *name);
int capability_number(const char *name); /* -1 none */
/* The same byte by byte, without its padding. */
void capability_put(const char *name, int (*put)(int));

#endif
