/* SPDX-License-Identifier: MIT
 *
 * Names of elements and attributes that mean something to us, with what they do.
 * Tables in names.c, sorted for bsearch.
 */
#ifndef HTML_NAMES_H
#define HTML_NAMES_H

#include <stdbool.h>

/* X(element, kind). Kinds: INLINE, BLOCK, SKIP (its text is never read), VOID. */
#define TAG_LIST(X) \
	X(a, INLINE) X(abbr, INLINE) X(address, BLOCK) X(applet, SKIP) X(area, VOID) \
	X(article, BLOCK) X(aside, BLOCK) X(audio, SKIP) X(b, INLINE) X(base, VOID) \
	X(bdi, INLINE) X(bdo, INLINE) X(big, INLINE) X(blockquote, BLOCK) X(body, BLOCK) \
	X(br, VOID) X(button, SKIP) X(canvas, SKIP) X(caption, BLOCK) X(center, BLOCK) \
	X(cite, INLINE) X(code, INLINE) X(col, VOID) X(colgroup, BLOCK) X(datalist, SKIP) \
	X(dd, BLOCK) X(del, INLINE) X(details, BLOCK) X(dfn, INLINE) X(dialog, BLOCK) \
	X(dir, BLOCK) X(div, BLOCK) X(dl, BLOCK) X(dt, BLOCK) X(em, INLINE) X(embed, VOID) \
	X(fieldset, BLOCK) X(figcaption, BLOCK) X(figure, BLOCK) X(font, INLINE) \
	X(footer, BLOCK) X(form, BLOCK) X(frameset, SKIP) X(h1, BLOCK) X(h2, BLOCK) \
	X(h3, BLOCK) X(h4, BLOCK) X(h5, BLOCK) X(h6, BLOCK) X(head, SKIP) X(header, BLOCK) \
	X(hgroup, BLOCK) X(hr, VOID) X(html, BLOCK) X(i, INLINE) X(iframe, SKIP) X(img, VOID) \
	X(input, VOID) X(ins, INLINE) X(kbd, INLINE) X(label, INLINE) X(legend, BLOCK) \
	X(li, BLOCK) X(link, VOID) X(main, BLOCK) X(map, SKIP) X(mark, INLINE) X(menu, BLOCK) \
	X(meta, VOID) X(nav, BLOCK) X(noembed, SKIP) X(noframes, SKIP) X(noscript, SKIP) \
	X(object, SKIP) X(ol, BLOCK) X(optgroup, SKIP) X(option, SKIP) X(p, BLOCK) \
	X(param, VOID) X(picture, INLINE) X(pre, BLOCK) X(progress, SKIP) X(q, INLINE) \
	X(rp, SKIP) X(s, INLINE) X(samp, INLINE) X(script, SKIP) X(section, BLOCK) \
	X(select, SKIP) X(small, INLINE) X(source, VOID) X(span, INLINE) X(strike, INLINE) \
	X(strong, INLINE) X(style, SKIP) X(sub, INLINE) X(summary, BLOCK) X(sup, INLINE) \
	X(svg, SKIP) X(table, BLOCK) X(tbody, BLOCK) X(td, BLOCK) X(template, SKIP) \
	X(textarea, SKIP) X(tfoot, BLOCK) X(th, BLOCK) X(thead, BLOCK) X(time, INLINE) \
	X(title, SKIP) X(tr, BLOCK) X(track, VOID) X(tt, INLINE) X(u, INLINE) X(ul, BLOCK) \
	X(var, INLINE) X(video, SKIP) X(wbr, VOID)

enum tag_name {
	TAG_TEXT,
	TAG_OTHER, /* unknown: inline */
#define X(name, kind) TAG_##name,
	TAG_LIST(X)
#undef X
	TAG_COUNT
};

enum tag_kind { KIND_INLINE, KIND_BLOCK, KIND_SKIP, KIND_VOID };

#define ATTR_LIST(X) \
	X(alt, "alt") X(aria_hidden, "aria-hidden") X(charset, "charset") X(class, "class") \
	X(colspan, "colspan") X(content, "content") X(data_lazy_src, "data-lazy-src") \
	X(data_original, "data-original") X(data_src, "data-src") X(datetime, "datetime") \
	X(dir, "dir") X(height, "height") X(hidden, "hidden") X(href, "href") \
	X(http_equiv, "http-equiv") X(id, "id") X(itemprop, "itemprop") X(itemtype, "itemtype") \
	X(lang, "lang") X(name, "name") X(property, "property") X(rel, "rel") \
	X(reversed, "reversed") X(role, "role") X(rowspan, "rowspan") X(src, "src") \
	X(srcset, "srcset") X(start, "start") X(style, "style") X(title, "title") \
	X(type, "type") X(value, "value") X(width, "width")

enum attr_name {
	ATTR_OTHER,
#define X(id, name) ATTR_##id,
	ATTR_LIST(X)
#undef X
	ATTR_COUNT
};

enum tag_name tag_of(const char *name, unsigned len);
enum tag_kind tag_kind(enum tag_name tag);
enum attr_name attr_of(const char *name);
const char *tag_text(enum tag_name tag);

#endif
