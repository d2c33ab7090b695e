/* SPDX-License-Identifier: MIT
 *
 * Rows for terminals that reorder letters by themselves and cannot be told to
 * stop: the inverse of what they will do. A row arrives here as it must be seen;
 * it leaves in the order from which UAX #9 makes that sight again.
 *
 * The levels our own paragraphs had are of no use: the terminal sees one row made
 * of several of our texts and works out levels of its own, by the characters. So
 * the row is taken apart by the characters too.
 */
#include "term/term-internal.h"

#include <string.h>

#include "akhbar/fold.h"
#include "akhbar/limits.h"

/* Classes of UAX #9 as far as a finished row of cells can hold them. */
enum kind { K_NEUTRAL, K_LTR, K_RTL, K_EN, K_AN, K_CS };

static enum kind
kind_of(uint32_t cp)
{
	if ((cp >= '0' && cp <= '9') || (cp >= 0x6f0 && cp <= 0x6f9))
		return K_EN;
	if ((cp >= 0x660 && cp <= 0x669) || cp == 0x66b || cp == 0x66c || cp == 0x6dd)
		return K_AN;
	if (cp == ',' || cp == '.' || cp == ':' || cp == '/' || cp == 0xa0 || cp == 0x60c)
		return K_CS;
	switch (char_strong(cp)) {
	case STRONG_LTR: return K_LTR;
	case STRONG_RTL: return K_RTL;
	default: return K_NEUTRAL;
	}
}

/* The pairs of BidiMirroring.txt that news are written with. */
uint32_t
row_mirror(uint32_t cp)
{
	static const uint32_t pairs[][2] = {
		{ '(', ')' }, { '[', ']' }, { '{', '}' }, { '<', '>' }, { 0xab, 0xbb },
		{ 0x2039, 0x203a }, { 0x2045, 0x2046 }, { 0x2264, 0x2265 }, { 0x27e8, 0x27e9 },
		{ 0x3008, 0x3009 }, { 0x300a, 0x300b }, { 0x300c, 0x300d }, { 0x3010, 0x3011 },
		{ 0xfd3e, 0xfd3f },
	};

	for (size_t i = 0; i < ARRAY_LEN(pairs); i++) {
		if (cp == pairs[i][0] || cp == pairs[i][1])
			return pairs[i][0] + pairs[i][1] - cp;
	}
	return cp;
}

static void
turn(int *order, int from, int to)
{
	for (to--; from < to; from++, to--) {
		int c = order[from];
		order[from] = order[to];
		order[to] = c;
	}
}

static bool
is_digit(enum kind kind)
{
	return kind == K_EN || kind == K_AN;
}

/* A number as the terminal will see it: digits, and single common separators
 * between digits of one kind (W4). Its end in visual columns. */
static int
number_end(const enum kind *kind, int from, int to)
{
	int i = from;

	while (i < to) {
		if (is_digit(kind[i]))
			i++;
		else if (i > from && kind[i] == K_CS && i + 1 < to && kind[i + 1] == kind[i - 1])
			i += 2;
		else
			break;
	}
	return i;
}

/* Letters read from left to right, what stands between them (N1), and European
 * digits after them (W7). */
static int
letters_end(const enum kind *kind, int from, int to)
{
	int end = from;

	for (int i = from; i < to && kind[i] != K_RTL && kind[i] != K_AN; i++) {
		if (kind[i] == K_LTR || kind[i] == K_EN)
			end = i + 1;
	}
	return end;
}

/* Columns [from, to) will be turned round as they are. */
static void
order_turned(int from, int to, int *order, bool *flip)
{
	for (int i = from; i < to; i++) {
		order[i] = i;
		flip[i] = true;
	}
	turn(order, from, to);
}

/* Columns [from, to) will be one right-to-left run: turned, but for what is read
 * from left to right inside it. Two such pieces side by side are one. */
static void
order_rtl(const enum kind *kind, int from, int to, bool embed_ltr, int *order, bool *flip)
{
	order_turned(from, to, order, flip);
	for (int i = from; i < to; ) {
		int end = i;
		for (int before = -1; before != end && end < to; ) {
			before = end;
			if (is_digit(kind[end]))
				end = number_end(kind, end, to);
			else if (embed_ltr && kind[end] == K_LTR)
				end = letters_end(kind, end, to);
		}
		if (end == i) {
			i++;
			continue;
		}
		for (int j = i; j < end; j++)
			flip[j] = false;
		turn(order, from + to - end, from + to - i); /* visual [i, end) stands there */
		i = end;
	}
}

/* The number that would be drawn to the other side of the letters that end at `end`
 * (W2: its digits join them), and what parts it from them: a blank if there is one. */
static void
cut_number(const enum kind *kind, const struct frame_cell *row, int end, int to, bool *cut)
{
	int blank = -1, i = end;

	while (i < to && (kind[i] == K_NEUTRAL || kind[i] == K_CS)) {
		if (row[i].ch_n > 0 && row[i].ch[0] == ' ')
			blank = i;
		i++;
	}
	if (i == to || kind[i] != K_EN)
		return;
	if (blank >= 0)
		cut[blank] = true;
	else
		for (int until = number_end(kind, i, to); i < until; i++)
			cut[i] = true;
}

/* Columns [from, to) of a left-to-right row. With `cut` they are drawn on their own,
 * and so are cells set in it. */
static void
order_in_ltr_row(const enum kind *kind, const struct frame_cell *row, int from, int to, int *order,
		 bool *flip, bool *cut)
{
	for (int i = from; i < to; i++) {
		order[i] = i;
		flip[i] = false;
	}
	for (int i = from; i < to; ) {
		int end = i;
		if (kind[i] != K_RTL && kind[i] != K_AN && kind[i] != K_EN) {
			i++;
			continue;
		}
		/* from here to the last letter of the same direction before a Latin one */
		bool letters = false;
		for (int j = i; j < to && kind[j] != K_LTR; j++) {
			if (kind[j] == K_RTL || kind[j] == K_AN) {
				letters = true;
				end = j + 1;
			}
		}
		if (!letters) {
			i++;
			continue;
		}
		order_rtl(kind, i, end, false, order, flip);
		if (cut != NULL)
			cut_number(kind, row, end, to, cut);
		i = end;
	}
}

static enum kind
first_strong(const enum kind *kind, const int *order, int cols)
{
	for (int i = 0; i < cols; i++) {
		if (kind[order[i]] == K_LTR || kind[order[i]] == K_RTL)
			return kind[order[i]];
	}
	return K_NEUTRAL;
}

/* Halves of wide cells: the base first, as it is sent. */
static void
mend_wide(const struct frame_cell *row, int cols, int *order)
{
	for (int i = 0; i + 1 < cols; i++) {
		if (row[order[i]].ch_n == 0 && order[i + 1] == order[i] - 1) {
			int c = order[i];
			order[i] = order[i + 1];
			order[i + 1] = c;
			i++;
		}
	}
}

static int
row_kinds(const struct frame_cell *row, int cols, enum kind *kind)
{
	if (cols > LIMIT_SCREEN_COLS)
		cols = LIMIT_SCREEN_COLS;
	for (int i = 0; i < cols; i++)
		kind[i] = row[i].ch_n > 0 ? kind_of(row[i].ch[0]) : K_NEUTRAL;
	return cols;
}

bool
row_order_logical(const struct frame_cell *row, int cols, bool row_auto, int *order, bool *flip)
{
	enum kind kind[LIMIT_SCREEN_COLS];

	cols = row_kinds(row, cols, kind);
	if (row_auto) {
		order_rtl(kind, 0, cols, true, order, flip);
		if (first_strong(kind, order, cols) == K_RTL) {
			mend_wide(row, cols, order);
			return true;
		}
	}
	order_in_ltr_row(kind, row, 0, cols, order, flip, NULL);
	mend_wide(row, cols, order);
	return first_strong(kind, order, cols) != K_RTL;
}

void
row_order_styles(const struct frame_cell *row, int cols, int *order, bool *flip, bool *cut)
{
	enum kind kind[LIMIT_SCREEN_COLS];

	cols = row_kinds(row, cols, kind);
	memset(cut, 0, (size_t)cols * sizeof(*cut));
	for (int from = 0, to; from < cols; from = to) {
		for (to = from + 1; to < cols && (row[to].style == row[from].style ||
						  row[to].ch_n == 0); to++)
			;
		order_in_ltr_row(kind, row, from, to, order, flip, cut);
	}
	mend_wide(row, cols, order);
}

void
row_order_words(const struct frame_cell *row, int cols, int *order, bool *flip)
{
	enum kind kind[LIMIT_SCREEN_COLS];

	cols = row_kinds(row, cols, kind);
	for (int i = 0; i < cols; i++) {
		order[i] = i;
		flip[i] = false;
	}
	for (int i = 0; i < cols; ) {
		int end = i, letters = 0, numbers = 0;
		while (end < cols && kind[end] != K_LTR && row[end].ch_n > 0 &&
		       row[end].ch[0] != ' ') {
			letters += kind[end] == K_RTL;
			numbers += kind[end] == K_AN;
			end++;
		}
		if (letters > 0)
			order_rtl(kind, i, end, false, order, flip);
		else if (numbers > 0) /* kitty turns ١٢ and (١٢ round like a word */
			order_turned(i, end, order, flip);
		i = end > i ? end : i + 1;
	}
	mend_wide(row, cols, order);
}
