/* SPDX-License-Identifier: MIT
 *
 * commands: what `akhbar-fetch NAME ...` runs. Each takes its arguments after
 * the name and gives the exit status: 0 all well, 1 wrong usage or
 * configuration, 2 some feeds or items failed, 3 the store cannot be used,
 * 128 + n after a signal.
 */
#ifndef WORK_COMMANDS_H
#define WORK_COMMANDS_H

enum { STATUS_OK = 0, STATUS_USAGE = 1, STATUS_PARTLY = 2, STATUS_STORE = 3 };

int command_refresh(int argc, char **argv);
int command_serve(int argc, char **argv);
int command_parse(int argc, char **argv);
int command_extract(int argc, char **argv);
int command_opml(int argc, char **argv);
int command_discover(int argc, char **argv);

/* "akhbar: " and a line on stderr. */
void complain(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

#endif
