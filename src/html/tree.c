/* SPDX-License-Identifier: MIT */
/* libxml2's HTML parser through its SAX face into nodes of our own: half the work of
 * its tree, one arena, one buffer for all text. Nothing here recurses. */
#include "html/internal.h"
#include "html/libxml.h"
#include "akhbar/limits.h"

#include <string.h>

/* The parser's own limit on depth would lose the rest of the page: HUGE lifts it,
 * and the guard has limited the depth already. */
#define PARSE_OPTIONS (HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | \
		       HTML_PARSE_NONET | HTML_PARSE_IGNORE_ENC | HTML_PARSE_NODEFDTD | XML_PARSE_HUGE)

struct making {
	struct tree *tree;
	struct node *at;
	bool keep_all;
};

struct node *
tree_append(struct tree *t, struct node *parent, enum tag_name tag)
{
	struct node *node = arena_zalloc(t->arena, sizeof(*node));
	node->tag = tag;
	node->parent = parent;
	if (parent->last)
		parent->last->next = node;
	else
		parent->first = node;
	parent->last = node;
	t->nodes_n++;
	return node;
}

static void
take_attributes(struct making *m, struct node *node, const xmlChar **atts)
{
	struct attr found[256];
	size_t n = 0;
	for (size_t i = 0; atts[i] && n < ARRAY_LEN(found); i += 2) {
		const char *name = (const char *)atts[i];
		const char *value = (const char *)atts[i + 1];
		struct attr a = {.name = attr_of(name)};
		if (a.name == ATTR_OTHER) {
			if (!m->keep_all)
				continue;
			a.other = arena_strdup(m->tree->arena, name);
		}
		a.value = value && *value ? arena_strdup(m->tree->arena, value) : "";
		found[n++] = a;
	}
	if (n) {
		node->attrs = arena_dup(m->tree->arena, found, n * sizeof(*found));
		node->attrs_n = (uint16_t)n;
	}
}

static void
on_start(void *context, const xmlChar *name, const xmlChar **atts)
{
	struct making *m = context;
	struct node *node =
		tree_append(m->tree, m->at, tag_of((const char *)name, (unsigned)strlen((const char *)name)));
	if (atts)
		take_attributes(m, node, atts);
	m->at = node;
}

static void
on_end(void *context, const xmlChar *name)
{
	struct making *m = context;
	(void)name; /* the parser balances starts and ends */
	if (m->at->parent)
		m->at = m->at->parent;
}

static void
on_text(void *context, const xmlChar *text, int len)
{
	struct making *m = context;
	struct buf *all = &m->tree->text;
	struct node *last = m->at->last;
	if (len <= 0 || all->len > UINT32_MAX - (size_t)len)
		return;
	if (!last || last->tag != TAG_TEXT || last->start + last->len != all->len) {
		last = tree_append(m->tree, m->at, TAG_TEXT);
		last->start = (uint32_t)all->len;
	}
	buf_add(all, text, (size_t)len);
	last->len += (uint32_t)len;
}

static void
on_cdata(void *context, const xmlChar *text, int len)
{
	on_text(context, text, len);
}

static void
tree_init(struct tree *t, struct bytes html)
{
	*t = (struct tree){.arena = arena_new()};
	buf_init(&t->text, 0);
	buf_expect(&t->text, html.len);
	t->root = arena_zalloc(t->arena, sizeof(*t->root));
	t->root->tag = TAG_OTHER;
}

void
tree_parse_full(struct bytes html, bool keep_all, struct tree *out)
{
	tree_init(out, html);
	struct making m = {.tree = out, .at = out->root, .keep_all = keep_all};
	const struct libxml *lib = html.len ? libxml() : NULL;
	htmlParserCtxtPtr ctxt = lib ? lib->new_parser() : NULL;
	if (!ctxt)
		return;
	xmlSAXHandler sax = {0};
	sax.startElement = on_start;
	sax.endElement = on_end;
	sax.characters = on_text;
	sax.ignorableWhitespace = on_text;
	sax.cdataBlock = on_cdata;
	*ctxt->sax = sax;
	ctxt->userData = &m;
	htmlDocPtr doc = lib->read_memory(ctxt, html.data, (int)html.len, NULL, "UTF-8", PARSE_OPTIONS);
	if (doc)
		lib->free_doc(doc);
	lib->free_parser(ctxt);
}

void
tree_parse(struct bytes html, bool keep_all, struct tree *out)
{
	tree_init(out, html);
	if (!keep_all && tree_quick(html, out))
		return;
	tree_release(out);
	tree_parse_full(html, keep_all, out);
}

void
tree_release(struct tree *t)
{
	arena_free(t->arena);
	buf_release(&t->text);
}

struct node *
node_next_skip(const struct node *node, const struct node *root)
{
	while (node && node != root) {
		if (node->next)
			return node->next;
		node = node->parent;
	}
	return NULL;
}

struct node *
node_next(const struct node *node, const struct node *root)
{
	return node->first ? node->first : node_next_skip(node, root);
}

const char *
node_attr(const struct node *node, enum attr_name name)
{
	for (unsigned i = 0; i < node->attrs_n; i++)
		if (node->attrs[i].name == name)
			return node->attrs[i].value;
	return NULL;
}

struct bytes
node_text(const struct tree *t, const struct node *node)
{
	return (struct bytes){t->text.data + node->start, node->len};
}

struct node *
tree_find(const struct tree *t, enum tag_name tag)
{
	for (struct node *n = t->root->first; n; n = node_next(n, t->root))
		if (n->tag == tag)
			return n;
	return NULL;
}

bool
node_within(const struct node *node, const struct node *root)
{
	while (node && node != root)
		node = node->parent;
	return node != NULL;
}

/* "display:none" with white space anywhere. */
static bool
style_hides(const char *style)
{
	const char *p = strcasestr(style, "display");
	if (!p)
		return false;
	p += strlen("display");
	while (*p == ' ' || *p == ':')
		p++;
	return strncasecmp(p, "none", 4) == 0;
}

bool
node_hidden(const struct node *node)
{
	bool hidden = false;
	for (unsigned i = 0; i < node->attrs_n; i++) {
		const struct attr *a = &node->attrs[i];
		if (a->name == ATTR_hidden)
			hidden = strcasecmp(a->value, "until-found") != 0;
		else if (a->name == ATTR_style && style_hides(a->value))
			return true;
	}
	return hidden;
}

enum dir
node_dir(const struct node *node)
{
	const char *dir = node_attr(node, ATTR_dir);
	if (!dir)
		return DIR_AUTO;
	if (strcasecmp(dir, "rtl") == 0)
		return DIR_RTL;
	return strcasecmp(dir, "ltr") == 0 ? DIR_LTR : DIR_AUTO;
}

void
node_gather(const struct tree *t, const struct node *root, struct buf *out)
{
	const struct node *n = root;
	while (n) {
		enum tag_kind kind = tag_kind(n->tag);
		if (n->tag == TAG_TEXT)
			buf_add_bytes(out, node_text(t, n));
		else if (kind == KIND_BLOCK || n->tag == TAG_br || n->tag == TAG_hr)
			buf_add_char(out, ' ');
		const struct node *next =
			kind == KIND_SKIP && n != root ? node_next_skip(n, root) : node_next(n, root);
		/* a space where a block was left */
		for (const struct node *up = n; next && up != next->parent && up != root; up = up->parent)
			if (tag_kind(up->tag) == KIND_BLOCK) {
				buf_add_char(out, ' ');
				break;
			}
		if (n == root && !n->first)
			break;
		n = next;
	}
}
