/* SPDX-License-Identifier: MIT */
#include "sys/files.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sys/lang.h"

/* The usual reasons in the reader's language: the system's words are in few. */
static const char *
reason(int error)
{
	switch (error) {
	case ENOENT:
	case ENOTDIR:
		return _("there is no such file");
	case EACCES:
	case EPERM:
		return _("it may not be read; check its rights");
	case EISDIR:
		return _("this is a folder; name a file");
	}
	return lang_errno(error);
}

/* NULL: what comes in without a name. Asked for only when something is said of it. */
static const char *
name_of(const char *path)
{
	return path ? path : _("standard input");
}

static enum err
unreadable(const char *path, struct why *why)
{
	return err_set(why, ERR_IO, "%s: %s", name_of(path), reason(errno));
}

/* `size`: what the file is likely to hold; read straight into one allocation. What it
 * has grown by since then, and what tells no size, comes in blocks. */
static enum err
read_all(int fd, const char *path, size_t size, struct buf *out, struct why *why)
{
	char block[65536];
	if (size && !out->data && (!out->limit || size <= out->limit)) {
		out->data = mem_alloc_large(size + 1);
		out->cap = size + 1;
		ssize_t n;
		while (out->len < size && ((n = read(fd, out->data + out->len, size - out->len)) > 0 ||
					   (n < 0 && errno == EINTR)))
			out->len += n > 0 ? (size_t)n : 0;
		out->data[out->len] = '\0';
	}
	for (;;) {
		ssize_t n = read(fd, block, sizeof(block));
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return unreadable(path, why);
		if (n == 0)
			return OK;
		if (!buf_add(out, block, (size_t)n))
			return err_set(why, ERR_LIMIT, _("%s: larger than %zu bytes"), name_of(path), out->limit);
	}
}

/* A file that the shell has opened tells its size, too; it may have been read from before. */
static size_t
left_in(int fd)
{
	struct stat st;
	off_t at = lseek(fd, 0, SEEK_CUR);
	if (at < 0 || fstat(fd, &st) < 0 || !S_ISREG(st.st_mode) || st.st_size <= at)
		return 0;
	return (size_t)(st.st_size - at);
}

/* What people name to say "nothing". */
static bool
is_dev_null(const struct stat *st)
{
	struct stat null;
	return S_ISCHR(st->st_mode) && stat("/dev/null", &null) == 0 && S_ISCHR(null.st_mode) &&
	       null.st_rdev == st->st_rdev;
}

enum err
file_read(const char *path, struct buf *out, struct why *why)
{
	if (strcmp(path, "-") == 0)
		return read_all(STDIN_FILENO, NULL, left_in(STDIN_FILENO), out, why);
	/* a FIFO without a writer must not hold us */
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	if (fd < 0)
		return unreadable(path, why);
	struct stat st;
	enum err e;
	if (fstat(fd, &st) < 0)
		e = unreadable(path, why);
	else if (is_dev_null(&st))
		e = OK;
	else if (S_ISDIR(st.st_mode))
		e = err_set(why, ERR_IO, "%s: %s", path, reason(EISDIR));
	else if (!S_ISREG(st.st_mode))
		e = err_set(why, ERR_IO, _("%s: not a regular file"), path);
	else
		e = read_all(fd, path, (size_t)st.st_size, out, why);
	close(fd);
	return e;
}

static bool
write_all(int fd, struct bytes data)
{
	while (data.len) {
		ssize_t n = write(fd, data.data, data.len);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		data.data += n;
		data.len -= (size_t)n;
	}
	return true;
}

/* The rename is only safe on disk once the folder is. Some file systems refuse
 * fsync of a folder; that is not a failure of ours. */
static void
sync_folder(const char *path)
{
	const char *slash = strrchr(path, '/');
	char *folder = slash ? mem_strndup(path, slash == path ? 1 : (size_t)(slash - path))
			     : mem_strdup(".");
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd >= 0) {
		fsync(fd);
		close(fd);
	}
	free(folder);
}

enum err
file_replace(const char *path, struct bytes data, struct why *why)
{
	/* a link (settings kept in another folder) stays a link: replace its target */
	char *target = realpath(path, NULL);
	if (!target)
		target = mem_strdup(path);
	char *temporary = mem_printf("%s.XXXXXX", target);
	enum err e = OK;
	struct stat old;
	bool had = stat(target, &old) == 0;
	int fd = mkostemp(temporary, O_CLOEXEC); /* 0600 */
	if (fd < 0) {
		e = err_set(why, ERR_IO, "%s: %s", path, lang_errno(errno));
		goto out;
	}
	bool good = (!had || fchmod(fd, old.st_mode & 0777) == 0) && write_all(fd, data) &&
		    fsync(fd) == 0;
	int error = errno;
	if (close(fd) < 0 && good) {
		good = false;
		error = errno;
	}
	if (good && rename(temporary, target) < 0) {
		good = false;
		error = errno;
	}
	if (good) {
		sync_folder(target);
	} else {
		unlink(temporary);
		e = err_set(why, ERR_IO, "%s: %s", path, lang_errno(error));
	}
out:
	free(temporary);
	free(target);
	return e;
}

enum err
file_create(const char *path, struct bytes data, struct why *why)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd < 0)
		return err_set(why, errno == EEXIST ? ERR_BUSY : ERR_IO, "%s: %s", path,
			       lang_errno(errno));
	bool good = write_all(fd, data);
	int error = errno;
	if (close(fd) < 0 && good) {
		good = false;
		error = errno;
	}
	if (!good) {
		unlink(path);
		return err_set(why, ERR_IO, "%s: %s", path, lang_errno(error));
	}
	return OK;
}
