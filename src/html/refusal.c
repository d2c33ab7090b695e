/* SPDX-License-Identifier: MIT */
/* Pages that refuse: what they say instead of an article. */
#include "html/find.h"
#include "html/phrases.h"

#include <string.h>

#define LOOKED 20000      /* bytes of the page's text */
#define SHORT_TEXT 2500   /* bytes folded: a page of a few sentences */
#define SHORT_ARTICLE 400 /* letters */
#define LONG_WALL 900

static const struct {
	const char *code, *text;
} refusals[REFUSALS] = {
	[REFUSAL_NONE] = {"page-none", "there is no article in this page"},
	[REFUSAL_EMPTY] = {"page-empty", "the page is empty"},
	[REFUSAL_SCRIPT] = {"page-script", "the page is made by a program in the browser (JavaScript)"},
	[REFUSAL_CONSENT] = {"page-consent", "the page asks for consent to cookies first"},
	[REFUSAL_PAYWALL] = {"page-paywall", "the article is for subscribers of the site"},
	[REFUSAL_LOGIN] = {"page-login", "the site wants readers to log in"},
	[REFUSAL_ROBOT] = {"page-robot", "the site wants to see that no machine is asking"},
	[REFUSAL_BLOCKED] = {"page-blocked", "the site does not show this page here"},
};

const char *
refusal_code(enum refusal refusal)
{
	return refusals[refusal].code;
}

const char *
refusal_text(enum refusal refusal)
{
	return refusals[refusal].text;
}

static bool
has_ink(struct bytes data)
{
	for (size_t i = 0; i < data.len; i++)
		if ((unsigned char)data.data[i] > ' ')
			return true;
	return false;
}

static bool
has_password(const struct tree *t)
{
	for (const struct node *n = t->root->first; n; n = node_next(n, t->root)) {
		const char *type = n->tag == TAG_input ? node_attr(n, ATTR_type) : NULL;
		if (type && strcasecmp(type, "password") == 0)
			return true;
	}
	return false;
}

enum refusal
refusal_of_page(const struct page_text *p, const struct guarded *guarded, struct bytes data)
{
	struct buf text, folded;
	if (!has_ink(data))
		return REFUSAL_EMPTY;
	buf_init(&text, 0);
	buf_init(&folded, 0);
	for (size_t i = 0; i < p->lines_n && text.len < LOOKED; i++) {
		line_text(p, &p->lines[i], &text);
		buf_add_char(&text, ' ');
	}
	const struct node *title = tree_find(&p->tree, TAG_title);
	if (title)
		node_gather(&p->tree, title, &text);
	buf_add_char(&text, ' ');
	buf_add_bytes(&text, bytes_of(guarded->noscript.data ? guarded->noscript.data : ""));
	words_folded(buf_view(&text), &folded);
	struct bytes words = buf_view(&folded);
	enum refusal refusal = wall_of(words, words.len < SHORT_TEXT);
	if (refusal == REFUSAL_NONE && words.len < SHORT_TEXT && has_password(&p->tree))
		refusal = REFUSAL_LOGIN;
	if (refusal == REFUSAL_NONE && words.len < 200 && guarded->script_bytes > 2000)
		refusal = REFUSAL_SCRIPT;
	buf_release(&text);
	buf_release(&folded);
	return refusal;
}

/* By blocks: a line about logging in under a short article makes no wall of it, and an
 * article about cookies speaks of other things, too. */
enum refusal
refusal_of_doc(const struct doc *doc, size_t letters)
{
	enum refusal refusal = REFUSAL_NONE;
	size_t of_wall = 0, other = 0;
	struct buf folded;
	if (letters > LONG_WALL)
		return REFUSAL_NONE;
	buf_init(&folded, 0);
	for (size_t i = 0; i < doc->blocks_n; i++) {
		const struct block *b = &doc->blocks[i];
		if (b->kind == BLOCK_IMAGE || !b->body.text.len)
			continue;
		buf_clear(&folded);
		words_folded(b->body.text, &folded);
		enum refusal here = wall_of(buf_view(&folded), letters < SHORT_ARTICLE);
		if (refusal == REFUSAL_NONE)
			refusal = here;
		*(here ? &of_wall : &other) += utf8_count(b->body.text);
	}
	buf_release(&folded);
	return of_wall > other ? refusal : REFUSAL_NONE;
}
