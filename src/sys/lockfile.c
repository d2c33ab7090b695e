/* SPDX-License-Identifier: MIT */
#include "sys/lockfile.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "sys/lang.h"

enum err
lockfile_take(const char *path, int *fd, pid_t *holder, struct why *why)
{
	*holder = 0;
	int f = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (f < 0)
		return err_set(why, ERR_IO, _("%s cannot be written: %s; check the rights of its folder"), path,
			       lang_errno(errno));
	if (flock(f, LOCK_EX | LOCK_NB) < 0) {
		int reason = errno;
		char text[24] = "";
		ssize_t n = pread(f, text, sizeof(text) - 1, 0);
		long pid = n > 0 ? strtol(text, NULL, 10) : 0;
		*holder = pid > 0 ? (pid_t)pid : 0;
		close(f);
		if (reason == EWOULDBLOCK)
			return err_set(why, ERR_BUSY, "another akhbar is refreshing");
		return err_set(why, ERR_IO, "%s: %s", path, lang_errno(reason));
	}
	char text[24];
	int len = snprintf(text, sizeof(text), "%d\n", (int)getpid());
	/* without the number only the message is poorer */
	if (ftruncate(f, 0) < 0 || pwrite(f, text, (size_t)len, 0) != len)
		errno = 0;
	*fd = f;
	return OK;
}

void
lockfile_drop(int fd)
{
	if (fd >= 0)
		close(fd);
}
