/* SPDX-License-Identifier: MIT
 *
 * A damaged store read without SQLite: any bytes as file and log (behind a line
 * "--log--"). No crash, no end that does not come, values that lie inside the file.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "store/image.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char mark[] = "\n--log--\n";

static void
hold(bool what)
{
	if (!what)
		abort();
}

static void
spill(const char *path, const uint8_t *data, size_t n)
{
	FILE *f = fopen(path, "wb");
	hold(f && fwrite(data, 1, n, f) == n && fclose(f) == 0);
}

static size_t rows, bytes;

static void
take(void *context, const char *table, int64_t rowid, const struct image_value *v, size_t n)
{
	size_t size = *(const size_t *)context;
	(void)rowid;
	hold(n <= IMAGE_COLUMNS);
	hold(!table || utf8_valid(bytes_of(table)));
	for (size_t i = 0; i < n; i++) {
		bool text = v[i].kind == VALUE_TEXT || v[i].kind == VALUE_BLOB;
		hold(!text || v[i].bytes.len <= size);
		/* every byte can be read */
		for (size_t k = 0; text && k < v[i].bytes.len; k += 997)
			bytes += (unsigned char)v[i].bytes.data[k];
		if (text && v[i].bytes.len)
			bytes += (unsigned char)v[i].bytes.data[v[i].bytes.len - 1];
	}
	rows++;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *tmp = getenv("AKHBAR_TMP");
	char *path = mem_printf("%s/fuzz-image.%d", tmp ? tmp : "/tmp", (int)getpid());
	char *log = mem_printf("%s-wal", path);
	size_t db = size;
	for (size_t i = 0; i + sizeof(mark) - 1 <= size; i++)
		if (memcmp(data + i, mark, sizeof(mark) - 1) == 0) {
			db = i;
			break;
		}
	spill(path, data, db);
	if (db < size)
		spill(log, data + db + sizeof(mark) - 1, size - db - (sizeof(mark) - 1));
	else
		unlink(log);
	struct image_report report = {0};
	struct why why = {""};
	rows = 0;
	enum err e = image_read(path, take, &size, &report, &why);
	hold(e == OK || why.text[0]);
	unlink(path);
	unlink(log);
	free(path);
	free(log);
	return 0;
}
