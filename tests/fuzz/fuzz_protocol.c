/* SPDX-License-Identifier: MIT */
#include <assert.h>
#include <string.h>

#include "work/fail.h"
#include "work/protocol.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct bytes in = {(const char *)data, size};
	struct message m, again;
	if (!message_parse(in, &m)) {
		(void)hello_check(in, NULL);
		return 0;
	}
	assert(m.n >= 1 && m.n <= PROTOCOL_FIELDS && m.fields[0][0]);
	struct buf line, words;
	buf_init(&line, 0);
	buf_init(&words, 0);
	fail_words(m.fields[0], m.n > 1 ? m.fields[1] : "", NULL, &words);
	for (size_t i = 0; i < words.len; i++)
		assert((unsigned char)words.data[i] >= 0x20);
	/* what was cleaned once comes through unchanged */
	message_write(&line, m.number, m.fields[0], m.n > 1 ? m.fields[1] : NULL, NULL);
	assert(message_parse((struct bytes){line.data, line.len - 1}, &again));
	assert(again.number == m.number && !strcmp(again.fields[0], m.fields[0]));
	if (m.n > 1)
		assert(!strcmp(again.fields[1], m.fields[1]));
	message_release(&again);
	message_release(&m);
	buf_release(&line);
	buf_release(&words);
	return 0;
}
