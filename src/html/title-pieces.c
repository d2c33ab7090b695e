/* SPDX-License-Identifier: MIT */
/* Titles as text: "Headline | Section - Site" in its pieces, and which of them name
 * the site. */
#include "html/meta.h"

#include <string.h>

#define NAME_WORDS 4      /* of a site, when its first word says what it is */
#define DOUBTFUL_BYTES 60
#define DOUBTFUL_WORDS 3  /* of a section between the headline and the site */

unsigned
words_in(struct bytes folded)
{
	unsigned n = folded.len > 0;
	for (size_t i = 0; i < folded.len; i++)
		n += folded.data[i] == ' ';
	return n;
}

bool
same_words(struct bytes a, struct bytes b)
{
	struct buf x, y;
	buf_init(&x, 0);
	buf_init(&y, 0);
	words_folded(a, &x);
	words_folded(b, &y);
	bool same = x.len && bytes_eq(buf_view(&x), buf_view(&y));
	buf_release(&x);
	buf_release(&y);
	return same;
}

bool
names_site(struct bytes piece, const char *site, const char *url)
{
	if (site && same_words(piece, bytes_of(site)))
		return true;
	struct buf folded;
	buf_init(&folded, 0);
	words_folded(piece, &folded);
	size_t n = 0;
	for (size_t i = 0; i < folded.len; i++)
		if (folded.data[i] != ' ')
			folded.data[n++] = folded.data[i];
	struct bytes host = url ? url_host(url) : (struct bytes){"", 0};
	bool in_host = n >= 3 && host.len && memmem(host.data, host.len, folded.data, n);
	buf_release(&folded);
	return in_host;
}

/* ---- pieces ---------------------------------------------------------------------------- */

/* Marks with the spaces they need: 2 on both sides, 1 on one, 0 none ("»" is a
 * quotation's end, "-" is in words). */
static const struct {
	const char *text;
	unsigned spaces;
	enum piece_mark mark;
} marks[] = {
	{"|", 0, MARK_LINE},  {"-", 1, MARK_LINE},  {"–", 1, MARK_LINE}, {"—", 1, MARK_LINE},
	{"ـ", 2, MARK_LINE},  {"::", 1, MARK_LINE}, {"~", 2, MARK_LINE}, {"•", 1, MARK_LINE},
	{"·", 2, MARK_LINE},  {"/", 2, MARK_LINE},  {"»", 2, MARK_PATH}, {"«", 2, MARK_PATH},
	{"›", 2, MARK_PATH},  {"‹", 2, MARK_PATH},  {">", 2, MARK_PATH}, {"<", 2, MARK_PATH},
};

/* Length of the mark at the place, 0 none. */
static size_t
mark_at(struct bytes t, size_t at, enum piece_mark *mark)
{
	unsigned char c = (unsigned char)t.data[at];
	if ((c >= '0' && c <= '9') || ((c | 32u) - 'a' < 26) || c == 0xd8 ||
	    (c >= 0x80 && c < 0xc0) || c == ' ')
		return 0;
	bool before = at && t.data[at - 1] == ' ';
	for (size_t i = 0; i < ARRAY_LEN(marks); i++) {
		size_t n = strlen(marks[i].text);
		if (t.len - at < n || memcmp(t.data + at, marks[i].text, n) != 0)
			continue;
		bool after = at + n < t.len && t.data[at + n] == ' ';
		*mark = marks[i].mark;
		return (unsigned)before + after >= marks[i].spaces ? n : 0;
	}
	if (c == ':' && at + 1 < t.len && t.data[at + 1] == ' ') {
		*mark = before ? MARK_LINE : MARK_COLON;
		return 1;
	}
	return 0;
}

static void
end_piece(struct pieces *p, size_t start, size_t end, enum piece_mark mark)
{
	while (start < end && p->text.data[start] == ' ')
		start++;
	while (end > start && p->text.data[end - 1] == ' ')
		end--;
	if (start == end)
		return;
	p->at[p->n].start = (uint32_t)start;
	p->at[p->n].end = (uint32_t)end;
	p->at[p->n].mark = p->n ? mark : MARK_NONE;
	p->n++;
}

void
pieces_split(struct bytes title, struct pieces *out)
{
	size_t start = 0;
	enum piece_mark mark = MARK_NONE, next;
	*out = (struct pieces){.text = title};
	for (size_t i = 0; i < title.len && out->n + 1 < PIECES_MAX;) {
		size_t n = mark_at(title, i, &next);
		if (!n) {
			i++;
			continue;
		}
		end_piece(out, start, i, mark);
		mark = next;
		i = start = i + n;
	}
	end_piece(out, start, title.len, mark);
}

struct bytes
pieces_range(const struct pieces *p, size_t first, size_t last)
{
	return (struct bytes){p->text.data + p->at[first].start,
			      p->at[last].end - p->at[first].start};
}

/* ---- the site's name -------------------------------------------------------------------- */

/* What sites say they are, before their name. */
static const char *const kinds[] = {
	"صحيفة", "جريدة", "موقع", "وكالة", "قناة", "شبكة", "مجلة", "بوابة", "منصة", "مدونة",
	"منتديات", "منتدى", "إذاعة", "تلفزيون", "راديو", "مؤسسة", "خبرگزاری", "روزنامه", "پایگاه",
	"وب‌سایت", "سایت", "مجله", "شبکه", "روزنامہ", "אתר", "ערוץ", "עיתון",
};

static unsigned
count_words(struct bytes text)
{
	struct buf folded;
	buf_init(&folded, 0);
	words_folded(text, &folded);
	unsigned n = words_in(buf_view(&folded));
	buf_release(&folded);
	return n;
}

static bool
says_kind(struct bytes piece)
{
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
		size_t n = strlen(kinds[i]);
		if (piece.len > n + 1 && piece.data[n] == ' ' && bytes_starts(piece, kinds[i]))
			return count_words(piece) <= NAME_WORDS;
	}
	return false;
}

/* Whole words of the stated name: "النهر" of "صحيفة النهر". */
static bool
part_of_name(struct bytes piece, const char *site)
{
	struct buf name, part;
	buf_init(&name, 0);
	buf_init(&part, 0);
	buf_add_char(&name, ' ');
	words_folded(bytes_of(site ? site : ""), &name);
	buf_add_char(&name, ' ');
	buf_add_char(&part, ' ');
	words_folded(piece, &part);
	buf_add_char(&part, ' ');
	bool found = part.len > 4 && memmem(name.data, name.len, part.data, part.len);
	buf_release(&name);
	buf_release(&part);
	return found;
}

static bool
has_letter(struct bytes text)
{
	for (size_t i = 0; i < text.len; i++)
		if ((unsigned char)text.data[i] >= 0x80 || ((unsigned)text.data[i] | 32) - 'a' < 26)
			return true;
	return false;
}

/* The longest piece of a way to the article. */
static void
leave_path(const struct pieces *p, size_t *first, size_t *last)
{
	size_t best = *first;
	for (size_t i = *first + 1; i <= *last; i++) {
		if (p->at[i].mark != MARK_PATH)
			return;
		if (p->at[i].end - p->at[i].start > p->at[best].end - p->at[best].start)
			best = i;
	}
	*first = *last = best;
}

void
cut_site(struct buf *title, const char *site, const char *url, bool doubtful)
{
	struct pieces p;
	pieces_split(buf_view(title), &p);
	if (p.n < 2)
		return;
	size_t first = 0, last = p.n - 1;
	for (int round = 0; round < 2 && last > first && p.at[last].mark != MARK_COLON; round++) {
		struct bytes tail = pieces_range(&p, last, last);
		struct bytes rest = pieces_range(&p, first, last - 1);
		unsigned left = count_words(rest), words = count_words(tail);
		bool named = names_site(tail, site, url) || part_of_name(tail, site) || says_kind(tail);
		bool may = doubtful && has_letter(tail) && left >= 3 && tail.len <= DOUBTFUL_BYTES &&
			   (!round || (words <= DOUBTFUL_WORDS && words < left));
		if (!left || !(named || may))
			break;
		last--;
	}
	while (first < last) {
		struct bytes head = pieces_range(&p, first, first);
		unsigned left = count_words(pieces_range(&p, first + 1, last));
		bool colon = p.at[first + 1].mark == MARK_COLON; /* "Report: ..." on a news site */
		bool named = names_site(head, site, colon ? NULL : url) ||
			     (part_of_name(head, site) && (!colon || says_kind(bytes_of(site)))) ||
			     (!colon && says_kind(head));
		/* "Site - Section - Headline" */
		bool section = first && left > DOUBTFUL_WORDS && count_words(head) < DOUBTFUL_WORDS;
		if (!left || !(named || section))
			break;
		first++;
	}
	if (doubtful)
		leave_path(&p, &first, &last);
	struct bytes left = pieces_range(&p, first, last);
	memmove(title->data, left.data, left.len);
	title->len = left.len;
	title->data[left.len] = '\0';
}
