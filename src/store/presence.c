/* SPDX-License-Identifier: MIT */
/* Whether somebody sits at the keys of a store: his marks must not wait for a long
 * transaction of another program. Told by a shared lock on the store's folder (no file
 * of its own; the end of the program is the end of the lock). Two stores of one folder
 * share it: then transactions are short without need. */
#include "store/store-internal.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int
presence_folder(const char *path)
{
	const char *slash = strrchr(path, '/');
	char *folder = slash ? mem_strndup(path, (size_t)(slash - path) + 1) : mem_strdup("./");
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	free(folder);
	return fd;
}

#ifdef F_OFD_GETLK
static struct flock
first_byte(short type)
{
	return (struct flock){.l_type = type, .l_whence = SEEK_SET, .l_len = 1};
}
#endif

void
store_at_keys(struct store *s)
{
#ifdef F_OFD_GETLK
	struct flock lock = first_byte(F_RDLCK);
	if (s->folder >= 0)
		(void)!fcntl(s->folder, F_OFD_SETLK, &lock);
#else
	(void)s;
#endif
}

bool
store_alone(const struct store *s)
{
#ifdef F_OFD_GETLK
	struct flock lock = first_byte(F_WRLCK);
	return s->folder >= 0 && fcntl(s->folder, F_OFD_GETLK, &lock) == 0 && lock.l_type == F_UNLCK;
#else
	(void)s;
	return false; /* nobody can tell */
#endif
}
