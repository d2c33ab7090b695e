/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "feed/markup.h"

static const char *const known[] = {
	"a", "abbr", "acronym", "address", "applet", "area", "article", "aside", "audio", "b",
	"base", "basefont", "bdi", "bdo", "big", "blink", "blockquote", "body", "br", "button",
	"canvas", "caption", "center", "cite", "code", "col", "colgroup", "data", "datalist", "dd",
	"del", "details", "dfn", "dialog", "dir", "div", "dl", "dt", "em", "embed", "fieldset",
	"figcaption", "figure", "font", "footer", "form", "frame", "frameset", "h1", "h2", "h3",
	"h4", "h5", "h6", "head", "header", "hr", "html", "i", "iframe", "img", "input", "ins",
	"kbd", "label", "legend", "li", "link", "main", "map", "mark", "marquee", "menu", "meta",
	"meter", "nav", "nobr", "noframes", "noscript", "object", "ol", "optgroup", "option",
	"output", "p", "param", "picture", "pre", "progress", "q", "rp", "rt", "ruby", "s", "samp",
	"script", "section", "select", "small", "source", "span", "strike", "strong", "style",
	"sub", "summary", "sup", "svg", "table", "tbody", "td", "template", "textarea", "tfoot",
	"th", "thead", "time", "title", "tr", "track", "tt", "u", "ul", "var", "video", "wbr",
};

static const char *const hidden[] = {
	"applet", "embed", "frameset", "iframe", "noembed", "noframes", "object", "script",
	"style", "template",
};

static const char *const blocks[] = {
	"address", "article", "aside", "blockquote", "br", "center", "dd", "div", "dl", "dt",
	"figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header",
	"hr", "li", "main", "nav", "ol", "p", "pre", "section", "table", "td", "th", "tr", "ul",
};

static const char *const voids[] = {
	"area", "base", "br", "col", "embed", "frame", "hr", "img", "input", "link", "meta",
	"param", "source", "track", "wbr",
};

static const char *const urls[] = {
	"action", "background", "cite", "data-lazy-src", "data-original", "data-src", "formaction",
	"href", "longdesc", "poster", "src", "usemap", "xlink:href",
};

static bool
one_of(struct bytes name, const char *const *list, size_t n)
{
	if (!name.len)
		return false;
	for (size_t i = 0; i < n; i++)
		if ((name.data[0] | 32) == list[i][0] && bytes_eq_nocase(name, list[i]))
			return true;
	return false;
}

bool
markup_is_known(struct bytes name)
{
	return one_of(name, known, ARRAY_LEN(known));
}

unsigned
markup_is_hidden(struct bytes name)
{
	if (!name.len || !memchr("aefinost", name.data[0] | 32, 8))
		return 0; /* p, div, br and most others */
	for (unsigned i = 0; i < ARRAY_LEN(hidden); i++)
		if ((name.data[0] | 32) == hidden[i][0] && bytes_eq_nocase(name, hidden[i]))
			return i + 1;
	return 0;
}

bool
markup_is_block(struct bytes name)
{
	return one_of(name, blocks, ARRAY_LEN(blocks));
}

bool
markup_is_void(struct bytes name)
{
	return one_of(name, voids, ARRAY_LEN(voids));
}

bool
markup_is_url(struct bytes attribute)
{
	return one_of(attribute, urls, ARRAY_LEN(urls));
}
