/* SPDX-License-Identifier: MIT */
#include "akhbar/doc.h"

#include <string.h>

#include "akhbar/fold.h"

/* A news item in full rarely has fewer words; many feeds send twenty to fifty. */
#define TEASER_WORDS 60
/* What breaks off is a teaser up to here; a long text may well end in dots. */
#define BROKEN_OFF_WORDS 400

static size_t
words_in(struct bytes text)
{
	size_t n = 0;
	bool inside = false;
	for (size_t i = 0; i < text.len; i++) {
		bool space = text.data[i] == ' ' || text.data[i] == '\n';
		n += !space && !inside;
		inside = !space;
	}
	return n;
}

static size_t
block_words(const struct block *b)
{
	size_t n = words_in(b->body.text);
	for (size_t i = 0; i < (size_t)b->rows * b->cols; i++)
		n += words_in(b->cells[i].body.text);
	return n;
}

size_t
doc_words(const struct doc *doc)
{
	size_t n = 0;
	for (size_t i = 0; i < doc->blocks_n; i++)
		n += block_words(&doc->blocks[i]);
	return n;
}

static bool
ends_with(struct bytes text, const char *end)
{
	size_t n = strlen(end);
	return text.len >= n && memcmp(text.data + text.len - n, end, n) == 0;
}

/* "…", "...", also in brackets: "[…]", "(...)" */
static bool
breaks_off(struct bytes text)
{
	text = bytes_trim(text);
	while (text.len && strchr("])>}", text.data[text.len - 1]))
		text = bytes_trim((struct bytes){text.data, text.len - 1});
	return ends_with(text, "…") || ends_with(text, "...");
}

/* The whole of a last line, folded as for search. */
static bool
says_read_on(struct bytes text)
{
	static const char *const lines[] = {
		"اقرا المزيد", "قراءه المزيد", "المزيد", "اقرا ايضا", "لقراءه المزيد", "للمزيد",
		"تابع القراءه", "اكمل القراءه", "التفاصيل", "ادامه مطلب", "بیشتر بخوانید",
		"مزید پڑھیں", "read more", "continue reading", "read the rest", "more",
		"lire la suite", "המשך קריאה",
	};
	text = bytes_trim(text);
	while (text.len && strchr(".:>-", text.data[text.len - 1]))
		text = bytes_trim((struct bytes){text.data, text.len - 1});
	while (ends_with(text, "…") || ends_with(text, "»") || ends_with(text, "←") || ends_with(text, "→"))
		text = bytes_trim((struct bytes){text.data, utf8_cut(text, text.len - 1)});
	if (!text.len || text.len > 200)
		return false;
	struct buf folded, line;
	buf_init(&folded, 0);
	buf_init(&line, 0);
	fold_text(&folded, text);
	bool found = false;
	for (size_t i = 0; i < ARRAY_LEN(lines) && !found; i++) {
		buf_clear(&line);
		fold_text(&line, bytes_of(lines[i]));
		found = bytes_eq(buf_view(&folded), buf_view(&line));
	}
	buf_release(&folded);
	buf_release(&line);
	return found;
}

bool
doc_is_teaser(const struct doc *doc)
{
	const struct block *last = NULL;
	size_t words = 0;
	for (size_t i = 0; i < doc->blocks_n; i++) {
		const struct block *b = &doc->blocks[i];
		words += block_words(b);
		if (b->kind != BLOCK_IMAGE && b->kind != BLOCK_RULE)
			last = b;
	}
	if (words < TEASER_WORDS)
		return true;
	if (words > BROKEN_OFF_WORDS || last->kind == BLOCK_TABLE || last->kind == BLOCK_CODE)
		return false;
	return breaks_off(last->body.text) || says_read_on(last->body.text);
}
