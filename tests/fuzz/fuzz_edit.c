/* SPDX-License-Identifier: MIT
 *
 * Any keys into a line being typed: it stays valid text within its limit, the cursor
 * at a character's edge and in sight. One byte a key; 0x80 and above are pasted text
 * up to the next smaller byte.
 */
#include <stdlib.h>

#include "akhbar/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define LIMIT 200

static void
check(bool holds)
{
	if (!holds)
		abort();
}

static void
check_edit(const struct text_edit *e, uint32_t width)
{
	struct bytes text = buf_view(&e->text);
	struct cell cells[256];
	uint32_t used, cursor, cols = 0;
	check(text.len <= LIMIT && utf8_valid(text) && e->cursor <= text.len);
	check(e->cursor == text.len || ((unsigned char)text.data[e->cursor] & 0xc0) != 0x80);
	size_t n = text_edit_cells(e, &(struct para_options){.fallback = DIR_RTL}, width, cells, 256,
				   &used, &cursor);
	check(n > 0 && used <= width && cursor < used);
	for (size_t i = 0; i < n; i++)
		cols += cells[i].width;
	check(cols == used);
}

static void
press(struct text_edit *e, uint8_t key)
{
	if (key <= MOVE_WORD_FORWARD) {
		size_t before = e->cursor;
		check(text_edit_move(e, (enum text_move)key, DIR_RTL) == (before != e->cursor));
	} else if (key < 16) {
		text_edit_erase(e, (enum text_erase)(key % (ERASE_TO_END + 1)));
	} else if (key < 20) {
		text_edit_backspace(e);
	} else if (key < 24) {
		text_edit_delete(e);
	} else if (key == 24) {
		text_edit_yank(e);
	} else if (key < 32) {
		text_edit_insert(e, 0x620u + key);
	} else {
		text_edit_insert(e, key);
	}
}

/* Walking back from the end meets every place and comes to the start. */
static void
check_walk(struct text_edit *e)
{
	text_edit_move(e, MOVE_END, DIR_RTL);
	size_t steps = 0;
	while (text_edit_move(e, MOVE_BACK, DIR_RTL))
		check(++steps <= LIMIT);
	check(e->cursor == 0);
	for (steps = 0; text_edit_move(e, MOVE_LEFT, DIR_RTL);)
		check(++steps <= LIMIT);
	for (size_t back = 0; text_edit_move(e, MOVE_RIGHT, DIR_RTL);)
		check(++back <= LIMIT);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size < 1 || size > 4096)
		return 0;
	uint32_t width = 2 + data[0] % 60;
	struct text_edit e;
	text_edit_init(&e, LIMIT);
	for (size_t i = 1; i < size;) {
		size_t to = i;
		while (to < size && data[to] >= 0x80)
			to++;
		if (to > i)
			text_edit_paste(&e, (struct bytes){(const char *)data + i, to - i});
		else
			press(&e, data[to++]);
		i = to;
		check_edit(&e, width);
	}
	check_walk(&e);
	text_edit_release(&e);
	return 0;
}
