/* SPDX-License-Identifier: MIT */
#include "sys/log.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "sys/clock.h"
#include "sys/lang.h"

#define LINE_MAX_BYTES 4096

static int fd = -1;

enum err
log_open(const char *path, struct why *why)
{
	log_close();
	if (!path)
		return OK;
	int opened = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY, 0600);
	if (opened < 0)
		return err_set(why, ERR_IO, "%s: %s", path, lang_errno(errno));
	if (isatty(opened)) { /* the screen would be painted over */
		close(opened);
		return err_set(why, ERR_IO, "%s: the log cannot go to a terminal", path);
	}
	fd = opened;
	return OK;
}

void
log_close(void)
{
	if (fd >= 0)
		close(fd);
	fd = -1;
}

int
log_fd(void)
{
	return fd;
}

/* "://user:password@" loses what stands before the "@". */
static void
hide_passwords(char *s)
{
	for (char *p = s; (p = strstr(p, "://")); ) {
		p += 3;
		size_t n = strcspn(p, "/?#\\ \t\n\"'<>");
		char *at = memrchr(p, '@', n);
		if (at) {
			*p = '*';
			memmove(p + 1, at, strlen(at) + 1);
		}
	}
}

void
log_write(enum log_level level, const char *module, const char *fmt, ...)
{
	static const char *const names[] = {
		[LOG_ERROR] = "error", [LOG_WARN] = "warn", [LOG_INFO] = "info", [LOG_DEBUG] = "debug",
	};
	if (fd < 0 || (unsigned)level >= ARRAY_LEN(names))
		return;
	int saved = errno;
	char raw[LINE_MAX_BYTES];
	va_list args;
	va_start(args, fmt);
	vsnprintf(raw, sizeof(raw), fmt, args);
	va_end(args);
	hide_passwords(raw);
	char when[32];
	time_to_rfc3339(clock_now(), when);
	struct buf line;
	buf_init(&line, 0);
	buf_printf(&line, "%s %d %s %s: ", when, (int)getpid(), names[level], module);
	text_clean(&line, bytes_of(raw), CLEAN_LINE);
	buf_add_char(&line, '\n');
	/* one write a line: both programs append to the same file; a full disk loses
	 * the line and nothing else */
	ssize_t n = write(fd, line.data, line.len);
	(void)n;
	buf_release(&line);
	errno = saved;
}
