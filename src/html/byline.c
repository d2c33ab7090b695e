/* SPDX-License-Identifier: MIT */
/* Who wrote it: as stated for machines, else as it stands beside the headline. */
#include "html/meta.h"
#include "akhbar/limits.h"

#include <stdlib.h>
#include <string.h>

#define NAME_LETTERS 120 /* of an element that holds a name and little else */
#define NAME_LINES 5
#define NAMES_MAX 4

/* ---- names --------------------------------------------------------------------------- */

static bool
good_name(struct bytes name)
{
	name = bytes_trim(name);
	if (name.len < 3 || name.len > 200 || bytes_find(name, "://") || bytes_find(name, "@") ||
	    strchr(",.;:([{-|<>*#0123456789", name.data[0]))
		return false;
	unsigned digits = 0, words = 1;
	for (size_t i = 0; i < name.len; i++) {
		digits += name.data[i] >= '0' && name.data[i] <= '9';
		words += name.data[i] == ' ';
	}
	return digits < 3 && words <= 16 && date_read(name) == TIME_NONE;
}

/* The account, not the person: "admin", "acoady". */
static bool
is_account(struct bytes name)
{
	static const char *const accounts[] = {"admin", "administrator", "webmaster", "editor",
					       "المدير", "مدير الموقع", "محرر", "المحرر"};
	for (size_t i = 0; i < ARRAY_LEN(accounts); i++)
		if (name.len == strlen(accounts[i]) &&
		    strncasecmp(name.data, accounts[i], name.len) == 0)
			return true;
	for (size_t i = 0; i < name.len; i++)
		if (!((name.data[i] >= 'a' && name.data[i] <= 'z') || name.data[i] == '_' ||
		      (name.data[i] >= '0' && name.data[i] <= '9')))
			return false;
	return true;
}

/* Agencies, by names of one word or of letters: those are no sections. */
static bool
is_agency(struct bytes name)
{
	static const char *const agencies[] = {
		"وكالات", "الوكالات", "رويترز", "أ ش أ", "أ ف ب", "د ب أ", "أ ب", "واس", "بترا", "وفا", "سانا",
		"كونا", "وام", "بنا", "قنا", "سونا", "وات", "واج", "ومع", "الأناضول", "الفرنسية", "الألمانية",
		"شينخوا", "سبوتنيك", "reuters", "afp", "ap", "ایسنا", "ایرنا", "تسنیم", "فارس", "مهر", "ایلنا",
		"خبرآنلاین", "اے ایف پی", "روئٹرز",
	};
	for (size_t i = 0; i < ARRAY_LEN(agencies); i++)
		if (same_words(name, bytes_of(agencies[i])))
			return true;
	return false;
}

/* Where news comes from: "Beirut - Name" is a byline, "Peace - at what price" is not. */
static bool
is_place(struct bytes word)
{
	static const char *const places[] = {
		"القاهرة", "الإسكندرية", "بيروت", "دمشق", "حلب", "عمان", "عمّان", "بغداد", "أربيل", "البصرة",
		"الرياض", "جدة", "الدوحة", "أبوظبي", "أبو ظبي", "دبي", "الشارقة", "الكويت", "المنامة", "مسقط",
		"صنعاء", "عدن", "القدس", "القدس المحتلة", "غزة", "رام الله", "الخرطوم", "طرابلس", "بنغازي",
		"تونس", "الجزائر", "الرباط", "الدار البيضاء", "نواكشوط", "مقديشو", "لندن", "باريس", "برلين",
		"جنيف", "بروكسل", "موسكو", "إسطنبول", "أنقرة", "طهران", "واشنطن", "نيويورك", "بكين", "تهران",
		"کابل",
	};
	for (size_t i = 0; i < ARRAY_LEN(places); i++)
		if (same_words(word, bytes_of(places[i])))
			return true;
	return false;
}

/* What stands before a name. `alone`: the word needs a mark after it, for it begins
 * sentences too. */
static const struct {
	const char *text;
	bool alone;
} openings[] = {
	{"written by", false}, {"view all posts by", false}, {"posts by", false},
	{"posted by", false}, {"author,", false}, {"published by", false}, {"reported by", false}, {"story by", false},
	{"by", false}, {"author", true}, {"authors", true}, {"source", true},
	{"مرسلة بواسطة", false}, {"نشر بواسطة", false}, {"نشرت بواسطة", false},
	{"أضيف بواسطة", false}, {"كتب بواسطة", false}, {"تم النشر بواسطة", false},
	{"بقلم", false}, {"بواسطة", false}, {"الكاتبة", true}, {"الكاتب", true}, {"كاتب المقال", true},
	{"كتبت", true}, {"كتبها", true}, {"كتب", true}, {"إعداد", true}, {"اعداد", true},
	{"إعداد وتحرير", false}, {"كتابة وتحرير", false}, {"كتبه", true}, {"متابعة", true},
	{"متابعات", true}, {"مراسلنا", true}, {"مراسلتنا", true}, {"المصدر", true}, {"خاص", true}, {"عن", true},
	{"تحرير", true}, {"تقرير", true}, {"حوار", true}, {"ترجمة", true}, {"المحرر", true},
	{"منبع", true}, {"ماخذ", true}, {"מקור", true},
	{"نویسنده", true}, {"نوشته", true}, {"به قلم", false}, {"گزارشگر", true},
	{"خبرنگار", true}, {"رپورٹ", true}, {"تحریر", true}, {"مصنف", true}, {"מאת", false}, {"כתב", true}, {"כתבת", true},
};

#define BYLINE_ALONE 64 /* bytes */

/* Two to five words and no end of a sentence. */
static bool
few_words(struct bytes text)
{
	unsigned spaces = 0;
	for (size_t i = 0; i < text.len; i++)
		spaces += text.data[i] == ' ';
	return spaces >= 1 && spaces <= 4 && !strchr(".!?:", text.data[text.len - 1]);
}

/* Length of the opening with the marks after it; 0: none. */
static size_t
opening_length(struct bytes text)
{
	for (size_t i = 0; i < ARRAY_LEN(openings); i++) {
		size_t n = strlen(openings[i].text);
		if (text.len < n || strncasecmp(text.data, openings[i].text, n) != 0)
			continue;
		size_t at = n;
		bool mark = false;
		for (; at < text.len; at++) {
			char c = text.data[at];
			if (c == ':' || c == '-' || c == '/' || c == '|')
				mark = true;
			else if (text.len - at >= 3 && (memcmp(text.data + at, "–", 3) == 0 ||
							memcmp(text.data + at, "—", 3) == 0))
				mark = true, at += 2;
			else if (text.len - at >= 2 && memcmp(text.data + at, "ـ", 2) == 0)
				mark = true, at++;
			else if (c != ' ')
				break;
		}
		/* "كتب فلان الفلاني" and nothing more */
		if (!mark && at > n && at < text.len && bytes_starts(text, "كتب"))
			mark = text.len < BYLINE_ALONE && few_words(text);
		if (at == text.len || (at > n && (mark || !openings[i].alone)))
			return at;
	}
	return 0;
}

static void
cut_to(struct buf *name, struct bytes part)
{
	part = bytes_trim(part);
	memmove(name->data, part.data, part.len);
	name->len = part.len;
	name->data[part.len] = '\0';
}

/* "Name | Paper" is the name; so is it in "القاهرة - فلان الفلاني". */
static void
cut_tail(struct buf *name)
{
	static const char *const marks[] = {" | ", " • ", " · ", " – ", " — ", " - ", " ـ ", " / ", "|", "•"};
	for (size_t i = 0; i < ARRAY_LEN(marks); i++) {
		const char *at = strstr(name->data, marks[i]);
		if (!at)
			continue;
		struct bytes head = {name->data, (size_t)(at - name->data)};
		struct bytes tail = bytes_of(at + strlen(marks[i]));
		head = bytes_trim(head);
		tail = bytes_trim(tail);
		if (date_read(head) != TIME_NONE) {
			cut_to(name, tail);
			break;
		}
		bool one_word = head.len && (!memchr(head.data, ' ', head.len) || is_place(head));
		if (one_word && tail.len && tail.len < 60 &&
		    (is_agency(tail) || (memchr(tail.data, ' ', tail.len) && good_name(tail))))
			cut_to(name, tail);
		else
			cut_to(name, head);
	}
}

/* "Name في 14 مايو 2024", "Name on May 14, 2024" */
static void
cut_date(struct buf *name)
{
	static const char *const words[] = {" في ", " يوم ", " بتاريخ ", " on ", " at "};
	for (size_t i = 0; i < ARRAY_LEN(words); i++) {
		const char *at = name->len ? strstr(name->data, words[i]) : NULL;
		if (at && strpbrk(at, "0123456789"))
			cut_to(name, (struct bytes){name->data, (size_t)(at - name->data)});
	}
}

/* "القاهرة (أ ش أ)": the agency, by whatever name. */
static void
cut_brackets(struct buf *name)
{
	const char *open = strchr(name->data, '(');
	if (!open || open == name->data || name->data[name->len - 1] != ')' ||
	    !is_place(bytes_trim((struct bytes){name->data, (size_t)(open - name->data)})))
		return;
	name->data[--name->len] = '\0';
	cut_to(name, bytes_of(open + 1));
}

/* "Name, correspondent in Beirut": what follows is no second name. */
static void
cut_role(struct buf *name)
{
	static const char *const roles[] = {
		"مراسل", "مراسلة", "محرر", "محررة", "كاتب", "كاتبة", "صحفي", "صحفية", "صحافي", "صحافية",
		"باحث", "باحثة", "أستاذ", "أستاذة", "رئيس", "رئيسة", "مدير", "مديرة", "خبير", "خبيرة",
		"عضو", "نائب", "وزير", "سفير", "دكتور", "إعلامي", "إعلامية", "روائي", "شاعر", "محلل",
		"روزنامه‌نگار", "خبرنگار", "כתב", "כתבת", "פרשן", "עורך", "עורכת", "editor", "reporter",
		"correspondent", "writer", "columnist", "producer", "journalist", "contributor", "officer",
		"chief", "contributing", "staff", "senior", "director", "president", "professor", "md", "rdn",
		"phd", "ms",
	};
	static const char *const commas[] = {", ", "، ", " - "};
	for (size_t c = 0; c < ARRAY_LEN(commas); c++) {
		const char *at = strstr(name->data, commas[c]);
		const char *after = at ? at + strlen(commas[c]) : NULL;
		size_t n = at ? strcspn(after, " ,.") : 0;
		for (size_t i = 0; at && i < ARRAY_LEN(roles); i++) {
			if (!same_words((struct bytes){after, n}, bytes_of(roles[i])))
				continue;
			cut_to(name, (struct bytes){name->data, (size_t)(at - name->data)});
			return;
		}
	}
}

/* "بيروت: Name" */
static void
cut_place(struct buf *name)
{
	const char *mark = strstr(name->data, ": ");
	size_t head = mark ? (size_t)(mark - name->data) : 0;
	if (!head || memchr(name->data, ' ', head) || !memchr(mark + 2, ' ', strlen(mark + 2)))
		return;
	cut_to(name, bytes_of(mark + 2));
}

static void
clean_name(struct buf *name)
{
	static const char *const others[] = {"تصوير", "عدسة", "عکس", "צילום", "photo"};
	for (size_t i = 0; i < ARRAY_LEN(others); i++) /* who made the pictures */
		if (bytes_starts_nocase(buf_view(name), others[i]))
			buf_clear(name);
	if (!name->len)
		return;
	for (size_t n; name->len && (n = opening_length(buf_view(name)));)
		cut_to(name, (struct bytes){name->data + n, name->len - n});
	if (name->len)
		cut_date(name);
	if (name->len)
		cut_place(name);
	if (name->len)
		cut_brackets(name);
	if (name->len)
		cut_role(name);
	if (name->len)
		cut_tail(name);
	while (name->len && strchr(",.:/-", name->data[name->len - 1]))
		name->data[--name->len] = '\0';
	if (name->len > 2 && memcmp(name->data + name->len - 2, "،", 2) == 0)
		name->data[name->len -= 2] = '\0';
	if (!good_name(buf_view(name)) || is_account(buf_view(name)))
		buf_clear(name);
}

/* Letters alone, folded. */
static void
squeeze(struct bytes text, struct buf *out)
{
	buf_clear(out);
	words_folded(text, out);
	size_t n = 0;
	for (size_t i = 0; i < out->len; i++)
		if (out->data[i] != ' ')
			out->data[n++] = out->data[i];
	out->len = n;
}

/* The site itself is no author, by whatever form of its name: the reader shows the
 * source anyway. */
static bool
is_site(const struct meta_input *in, const struct buf *name)
{
	if (names_site(buf_view(name), in->site, in->url))
		return true;
	struct buf a, b;
	buf_init(&a, 0);
	buf_init(&b, 0);
	squeeze(buf_view(name), &a);
	if (in->site)
		squeeze(bytes_of(in->site), &b);
	struct bytes x = buf_view(&a), y = buf_view(&b);
	bool same = utf8_count(y) >= 4 && utf8_count(x) >= 4 &&
		    (memmem(x.data, x.len, y.data, y.len) ||
		     (y.len > x.len && memcmp(x.data, y.data, x.len) == 0));
	buf_release(&a);
	buf_release(&b);
	return same;
}

/* ---- beside the headline ----------------------------------------------------------------- */

static bool
is_author_page(const char *href)
{
	static const char *const places[] = {"/author/", "/authors/", "/writer/", "/writers/",
					     "/reporter/", "/reporters/", "/staff/", "/contributor/",
					     "/contributors/", "/columnist/", "/columnists/", "/people/",
					     "/profile/", "/kuttab/", "/katib/", "/byline/", "/كاتب/", "/كتاب/"};
	for (size_t i = 0; href && i < ARRAY_LEN(places); i++)
		if (strstr(href, places[i]))
			return true;
	return false;
}

/* 1 says so for machines, 2 by its name, 3 leads to a page of the author's; 0 none. */
static int
rank_of(const struct node *n)
{
	if (attr_is(node_attr(n, ATTR_rel), "author") || attr_is(node_attr(n, ATTR_itemprop), "author"))
		return 1;
	if (n->names & NAMED_AUTHOR)
		return 2;
	return n->tag == TAG_a && is_author_page(node_attr(n, ATTR_href)) ? 3 : 0;
}

/* The links in an element are the names, when they are names. */
static bool
take_links(const struct meta_input *in, const struct node *node, struct buf *out)
{
	struct buf name;
	unsigned n = 0;
	buf_init(&name, 0);
	for (const struct node *a = node; a && n < NAMES_MAX; a = node_next(a, node)) {
		if (a->tag != TAG_a || !node_attr(a, ATTR_href))
			continue;
		take_node(&name, &in->page->tree, a, LIMIT_NAME_BYTES);
		if (!name.len)
			continue;
		clean_name(&name);
		if (!name.len || !memchr(name.data, ' ', name.len) || name.len > 80 ||
		    is_site(in, &name))
			continue;
		if (out->len && strstr(out->data, name.data))
			continue;
		buf_add_str(out, n++ ? ", " : "");
		buf_add_bytes(out, buf_view(&name));
	}
	buf_release(&name);
	return n > 0;
}

static void
take_name(const struct meta_input *in, const struct node *node, struct buf *out)
{
	const struct page_text *p = in->page;
	buf_clear(out);
	if (take_links(in, node, out))
		return;
	if (tag_kind(node->tag) != KIND_BLOCK || node->line_end - node->line < 2) {
		take_node(out, &p->tree, node, LIMIT_NAME_BYTES);
		clean_name(out);
	}
	struct buf text;
	buf_init(&text, 0);
	for (uint32_t i = node->line; i < node->line_end && !out->len; i++) {
		if (p->lines[i].letters > 70 || p->lines[i].flags & LINE_CAPTION)
			continue;
		buf_clear(&text);
		line_text(p, &p->lines[i], &text);
		text_clean(out, buf_view(&text), CLEAN_LINE);
		clean_name(out);
	}
	buf_release(&text);
	/* one word is a section as often as a person */
	if (out->len && ((!memchr(out->data, ' ', out->len) && !is_agency(buf_view(out))) ||
			 is_site(in, out)))
		buf_clear(out);
}

#define NAME_BYTES 90
#define DATELINE_WORDS 4

/* "Beirut - Name", "Cairo (agency)": the place, a mark, a few words. */
static bool
is_dateline(struct bytes text)
{
	static const char *const marks[] = {" - ", " – ", " — ", " ـ ", ": ", " (", " / "};
	const char *first = NULL;
	size_t skip = 0;
	for (size_t i = 0; i < ARRAY_LEN(marks); i++) {
		const char *at = bytes_find(text, marks[i]);
		if (at && (!first || at < first)) {
			first = at;
			skip = strlen(marks[i]);
		}
	}
	if (!first || !is_place((struct bytes){text.data, (size_t)(first - text.data)}))
		return false;
	struct bytes rest = {first + skip, text.len - (size_t)(first - text.data) - skip};
	unsigned words = 1;
	for (size_t i = 0; i < rest.len; i++)
		words += rest.data[i] == ' ';
	return rest.len && words <= DATELINE_WORDS && rest.data[rest.len - 1] != '.' &&
	       (words > 1 || is_agency((struct bytes){rest.data, rest.len - (rest.data[rest.len - 1] == ')')}));
}

/* A text that opens like a byline. */
static void
take_opened(const struct meta_input *in, struct bytes text, struct buf *out)
{
	text = bytes_trim(text);
	size_t n = text.len ? opening_length(text) : 0;
	if (n == text.len || (!n && !is_dateline(text)))
		return;
	text_clean(out, text, CLEAN_LINE);
	if (out->len > NAME_BYTES)
		buf_clear(out);
	clean_name(out);
	if (out->len && is_site(in, out))
		buf_clear(out);
}

/* A line that opens like a byline, or "23:30 by Name" after a date. */
static void
from_lines(const struct meta_input *in, struct near near, struct buf *out)
{
	struct buf text;
	buf_init(&text, 0);
	for (uint32_t i = near.from; i < near.to && !out->len; i++) {
		const struct line *line = &in->page->lines[i];
		if (line->letters > 90 || line->letters < 4 || line->flags & LINE_HEADING)
			continue;
		/* the texts that stand in it, then all of it */
		for (uint32_t t = line->first; t <= line->last && !out->len; t++)
			if (line->first < line->last)
				take_opened(in, node_text(&in->page->tree, in->page->texts[t]), out);
		buf_clear(&text);
		line_pieces(in->page, line, &text);
		if (!out->len)
			take_opened(in, bytes_trim(buf_view(&text)), out);
		const char *by = text.len > 6 ? strcasestr(text.data, " by ") : NULL;
		if (out->len || !by || date_read(buf_view(&text)) == TIME_NONE)
			continue;
		text_clean(out, bytes_of(by + 1), CLEAN_LINE);
		clean_name(out);
		if (out->len > NAME_BYTES || is_site(in, out))
			buf_clear(out);
	}
	buf_release(&text);
}

static void
from_page(const struct meta_input *in, struct buf *out)
{
	const struct page_text *p = in->page;
	struct near near = near_heading(in);
	const struct node *best[4][2] = {{NULL}}; /* by rank; near, elsewhere */
	for (const struct node *n = p->tree.root->first; n; n = node_next(n, p->tree.root)) {
		int rank = n->attrs_n && !node_attr(n, ATTR_aria_hidden) ? rank_of(n) : 0;
		if (!rank || n->line == n->line_end || n->line_end - n->line > NAME_LINES ||
		    p->sum[n->line_end] - p->sum[n->line] > NAME_LETTERS)
			continue;
		bool is_near = n->line >= near.from && n->line < near.to;
		if (!is_near && (rank == 3 || (in->root && n->line > in->root->line_end + 10)))
			continue;
		if (!best[rank][!is_near])
			best[rank][!is_near] = n;
	}
	for (int rank = 1; rank <= 2 && !out->len; rank++)
		if (best[rank][0])
			take_name(in, best[rank][0], out);
	if (!out->len)
		from_lines(in, near, out);
	const struct node *rest[] = {best[3][0], best[1][1], best[2][1]};
	for (size_t i = 0; i < ARRAY_LEN(rest) && !out->len; i++)
		if (rest[i])
			take_name(in, rest[i], out);
}

void
choose_byline(const struct meta_input *in, struct buf *out)
{
	const char *stated[] = {in->ld->author, in->found->meta_author};
	struct buf name;
	buf_init(&name, 0);
	for (size_t i = 0; i < ARRAY_LEN(stated) && !out->len; i++) {
		if (!stated[i] || !good_name(bytes_of(stated[i])))
			continue;
		take_html(&name, stated[i], LIMIT_NAME_BYTES);
		clean_name(&name);
		if (name.len && !is_site(in, &name))
			buf_add_bytes(out, buf_view(&name));
	}
	if (!out->len)
		from_page(in, out);
	buf_release(&name);
}
