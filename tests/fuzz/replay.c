/* SPDX-License-Identifier: MIT
 *
 * A plain main for fuzz targets: replays every file of the folders, files and packs
 * named, and an input of its own, so that `make test` runs each target. A pack
 * (grown/TARGET.pack, made by pack.sh) holds many inputs: for each its length as a
 * line, its bytes, a newline. `--unpack FOLDER` first, and the inputs of the packs
 * are written into FOLDER instead, for libFuzzer to go on from.
 */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define FILE_MOST (1 << 22)

static int replayed;
static const char *unpack_to;

static void
replay_bytes(const uint8_t *data, size_t n)
{
	uint8_t *exact = malloc(n ? n : 1); /* so that a read past the end is seen */
	memcpy(exact, data, n);
	LLVMFuzzerTestOneInput(exact, n);
	free(exact);
	replayed++;
}

static void
write_bytes(const uint8_t *data, size_t n)
{
	char name[4096];
	snprintf(name, sizeof(name), "%s/grown-%05d", unpack_to, replayed++);
	FILE *f = fopen(name, "wb");
	if (!f || fwrite(data, 1, n, f) != n || fclose(f)) {
		perror(name);
		exit(1);
	}
}

/* A pack that is not one must not pass for a short one. */
static void
replay_pack(const char *path, const uint8_t *data, const uint8_t *end)
{
	const uint8_t *p = data;
	while (p < end) {
		size_t n = 0;
		const uint8_t *first = p;
		while (p < end && *p >= '0' && *p <= '9' && n < FILE_MOST)
			n = n * 10 + (size_t)(*p++ - '0');
		if (p == first || p == end || *p++ != '\n' || (size_t)(end - p) < n + 1 || p[n] != '\n') {
			printf("not ok 1 - %s: not a pack from byte %td on\n", path, first - data);
			exit(1);
		}
		(unpack_to ? write_bytes : replay_bytes)(p, n);
		p += n + 1;
	}
}

static void
replay_file(const char *path)
{
	FILE *f = fopen(path, "rb");
	if (!f)
		return;
	uint8_t *data = malloc(FILE_MOST);
	size_t n = fread(data, 1, FILE_MOST, f), name = strlen(path);
	fclose(f);
	if (name > 5 && !strcmp(path + name - 5, ".pack"))
		replay_pack(path, data, data + n);
	else
		replay_bytes(data, n);
	free(data);
}

static void
replay(const char *path)
{
	struct stat st;
	if (stat(path, &st) < 0)
		return;
	if (!S_ISDIR(st.st_mode)) {
		replay_file(path);
		return;
	}
	DIR *d = opendir(path);
	if (!d)
		return;
	struct dirent *e;
	while ((e = readdir(d))) {
		char name[4096];
		if (e->d_name[0] == '.')
			continue;
		snprintf(name, sizeof(name), "%s/%s", path, e->d_name);
		replay(name);
	}
	closedir(d);
}

int
main(int argc, char **argv)
{
	static const uint8_t nothing[1];
	int first = 1;
	if (argc > 2 && !strcmp(argv[1], "--unpack")) {
		unpack_to = argv[2];
		first = 3;
	}
	LLVMFuzzerTestOneInput(nothing, 0);
	for (int i = first; i < argc; i++)
		replay(argv[i]);
	printf("ok 1 - %s %d inputs\n", unpack_to ? "unpacked" : "replayed", replayed);
	return 0;
}
