/* SPDX-License-Identifier: MIT
 *
 * Filling a line to its width: strokes (kashida) between joined letters, or wider
 * gaps between words. Only for showing; the text is not touched.
 *
 * In fine typography the stroke comes after spacing; in a grid a doubled space is
 * a gap of twice the width and a stroke one letter, so the stroke goes first.
 */
#include "text/para.h"

#include <string.h>

#include "akhbar/limits.h"

#define RAGGED_PERCENT 12 /* more slack than this stays */
#define PER_WORD 2
#define WORD_LETTERS_LEAST 3
#define CLASS_ARTICLE 10  /* directly after the article: when nothing else is left */
#define CLASS_NONE 255

/* ---- letters ------------------------------------------------------------------ */

static bool
one_of(uint32_t letter, const uint16_t *set)
{
	for (; *set; set++)
		if (*set == letter)
			return true;
	return false;
}

static const uint16_t set_seen_sad[] = {0x633, 0x634, 0x635, 0x636, 0};
static const uint16_t set_heh_dal[] = {0x629, 0x647, 0x62f, 0x630, 0x6c1, 0x6c0, 0x688, 0};
static const uint16_t set_tall[] = {0x627, 0x622, 0x623, 0x625, 0x637, 0x638, 0x644, 0x643,
				    0x6a9, 0x6af, 0};
static const uint16_t set_tooth[] = {0x628, 0x62a, 0x62b, 0x646, 0x64a, 0x626, 0x67e, 0x679,
				     0x6cc, 0x6ba, 0};
static const uint16_t set_reh_yeh[] = {0x631, 0x632, 0x698, 0x691, 0x64a, 0x649, 0x6cc, 0};
static const uint16_t set_waw_ain[] = {0x648, 0x624, 0x639, 0x63a, 0x642, 0x641, 0x6a4, 0};

/* A cluster that is a letter of an Arabic word, or a tatweel in one. */
static bool
in_word(const struct cluster *c)
{
	if (!c->width || !(c->level & 1) || c->flags & (CL_GUARD | CL_SPACE))
		return false;
	uint8_t join = char_record(c->letter)->join;
	return join == JOIN_D || join == JOIN_R || c->letter == CH_TATWEEL || c->letter == 0x621;
}

static bool
joins_after(const struct para *p, const struct cluster *c)
{
	uint32_t letter = c->letter, glyph = cluster_base(p, c);
	if (letter == CH_TATWEEL)
		return true;
	if (c->flags & CL_LIGATURE || letter < 0x621 || letter - 0x621 >= char_forms_n)
		return false;
	const uint16_t *forms = char_forms[letter - 0x621];
	return glyph != letter && (glyph == forms[2] || glyph == forms[3]);
}

static bool
joins_before(const struct para *p, const struct cluster *c)
{
	uint32_t letter = c->letter, glyph = cluster_base(p, c);
	if (letter == CH_TATWEEL)
		return true;
	if (c->flags & CL_LIGATURE) /* the joined ones are the even ones: U+FEF6... */
		return !(glyph & 1);
	if (letter < 0x621 || letter - 0x621 >= char_forms_n)
		return false;
	const uint16_t *forms = char_forms[letter - 0x621];
	return glyph != letter && (glyph == forms[1] || glyph == forms[3]);
}

/* How good a place after cluster i is: 1 the best (Microsoft's order, with the
 * tooth of a beh counted in). CLASS_NONE: no place. */
static unsigned
place_class(const struct para *p, uint32_t i)
{
	const struct cluster *a = &p->clusters[i], *b = a + 1;
	if (!joins_after(p, a) || !joins_before(p, b) || a->level != b->level)
		return CLASS_NONE;
	uint32_t from = a->letter, to = b->letter;
	if (from == 0x644 && to == 0x644) /* two lams, lam before lam-alef */
		return CLASS_NONE;
	if (from == CH_TATWEEL || to == CH_TATWEEL)
		return 1;
	if (one_of(from, set_seen_sad))
		return 2;
	if (joins_after(p, b))
		return 9;
	if (one_of(to, set_heh_dal))
		return 3;
	if (one_of(to, set_tall))
		return 4;
	if (one_of(from, set_tooth) && joins_before(p, a) && one_of(to, set_reh_yeh))
		return 5;
	return one_of(to, set_waw_ain) ? 6 : 7;
}

/* ---- words --------------------------------------------------------------------- */

struct word {
	uint16_t place[PER_WORD];
	uint8_t class[PER_WORD];
};

static bool
is_letter(const struct para *p, uint32_t i, uint32_t end, uint32_t letter)
{
	return i < end && p->clusters[i].letter == letter && !(p->clusters[i].flags & CL_LIGATURE);
}

/* The name of God is left as it is: ...lam lam heh. */
static bool
is_name_of_god(const struct para *p, uint32_t start, uint32_t end)
{
	return end - start >= 3 && is_letter(p, end - 1, end, 0x647) &&
	       is_letter(p, end - 2, end, 0x644) && is_letter(p, end - 3, end, 0x644);
}

/* The lam of the article in a word, with waw, feh, beh or kaf before it. */
static uint32_t
article_lam(const struct para *p, uint32_t start, uint32_t end)
{
	uint32_t i = start;
	uint32_t c = p->clusters[i].letter;
	if ((c == 0x648 || c == 0x641 || c == 0x628 || c == 0x643) && is_letter(p, i + 1, end, 0x627))
		i++;
	return is_letter(p, i, end, 0x627) && is_letter(p, i + 1, end, 0x644) ? i + 1 : UINT32_MAX;
}

static bool
tagged(const struct para *p, uint32_t start, uint32_t end)
{
	uint32_t before = start > 0 ? p->clusters[start - 1].letter : 0;
	return before == '#' || before == '_' || p->clusters[end].letter == '_';
}

static struct word
word_places(const struct para *p, uint32_t start, uint32_t end, uint32_t line_start)
{
	struct word w = {{0, 0}, {CLASS_NONE, CLASS_NONE}};
	uint32_t letters = end - start;
	for (uint32_t i = start; i < end; i++)
		letters += p->clusters[i].flags & CL_LIGATURE ? 1 : 0;
	if (letters < WORD_LETTERS_LEAST || is_name_of_god(p, start, end) || tagged(p, start, end))
		return w;
	uint32_t article = article_lam(p, start, end);
	for (uint32_t i = end - 1; i-- > start;) { /* ties: nearest the end of the word */
		unsigned class = place_class(p, i);
		if (class != CLASS_NONE && i == article)
			class = CLASS_ARTICLE;
		uint16_t place = (uint16_t)(i - line_start);
		if (class < w.class[0]) {
			w.class[1] = w.class[0];
			w.place[1] = w.place[0];
			w.class[0] = (uint8_t)class;
			w.place[0] = place;
		} else if (class < w.class[1]) {
			w.class[1] = (uint8_t)class;
			w.place[1] = place;
		}
	}
	if (w.class[1] == CLASS_ARTICLE)
		w.class[1] = CLASS_NONE;
	return w;
}

/* Words of the line that have a place; 0 also when strokes do not suit it. */
static uint32_t
find_words(const struct para *p, uint32_t start, uint32_t end, struct word *words, uint32_t max)
{
	uint32_t n = 0, letters = 0, marked = 0, visible = 0;
	for (uint32_t i = start; i < end;) {
		const struct cluster *c = &p->clusters[i];
		if (!in_word(c)) {
			visible += c->width && !(c->flags & CL_SPACE) ? 1 : 0;
			i++;
			continue;
		}
		uint32_t from = i;
		for (; i < end && in_word(&p->clusters[i]); i++)
			marked += p->clusters[i].flags & CL_MANY ? 1 : 0;
		letters += i - from;
		struct word w = word_places(p, from, i, start);
		if (w.class[0] != CLASS_NONE && n < max)
			words[n++] = w;
	}
	/* vowelled text has no room for strokes, a half Latin line no need of them */
	return marked * 5 > letters || visible > letters ? 0 : n;
}

/* One stroke in `want` of the words' places of one round and class, spread evenly
 * from the line's end. */
static uint32_t
spread(const struct word *words, uint32_t n, unsigned round, unsigned class, uint32_t want,
       uint8_t *extra)
{
	uint32_t m = 0;
	for (uint32_t i = 0; i < n; i++)
		m += words[i].class[round] == class;
	if (want > m)
		want = m;
	uint32_t seen = 0, done = 0;
	for (uint32_t i = n; i-- > 0 && done < want;) {
		if (words[i].class[round] != class)
			continue;
		if (seen++ * want >= done * m) {
			extra[words[i].place[round]]++;
			done++;
		}
	}
	return done;
}

static uint32_t
justify_kashida(const struct para *p, uint32_t start, uint32_t end, uint32_t slack, uint8_t *extra)
{
	struct word words[LIMIT_SCREEN_COLS / 2];
	uint32_t n = find_words(p, start, end, words, ARRAY_LEN(words));
	uint32_t left = slack;
	for (unsigned round = 0; round < PER_WORD; round++)
		for (unsigned class = 1; class <= CLASS_ARTICLE && left; class++)
			left -= spread(words, n, round, class, left, extra);
	return left ? 0 : slack;
}

/* ---- spaces ---------------------------------------------------------------------- */

/* Wider gaps, evenly, those left over from the line's end on. */
static uint32_t
justify_spaces(const struct para *p, uint32_t start, uint32_t end, uint32_t slack, uint8_t *extra)
{
	uint32_t gaps = 0;
	for (uint32_t i = start; i < end; i++)
		gaps += p->clusters[i].flags & CL_SPACE ? 1 : 0;
	if (!gaps)
		return 0;
	uint32_t each = slack / gaps, rest = slack % gaps;
	if (each >= UINT8_MAX)
		return 0;
	for (uint32_t i = end; i-- > start;) {
		if (!(p->clusters[i].flags & CL_SPACE))
			continue;
		extra[i - start] = (uint8_t)(each + (rest > 0));
		rest -= rest > 0;
	}
	return slack;
}

uint32_t
justify_line(const struct para *p, uint32_t start, uint32_t end, uint32_t slack,
	     uint32_t width_cols, enum text_justify how, uint8_t *extra)
{
	memset(extra, 0, end - start);
	if ((uint64_t)slack * 100 > (uint64_t)width_cols * RAGGED_PERCENT)
		return 0;
	return how == JUSTIFY_SPACES ? justify_spaces(p, start, end, slack, extra)
				     : justify_kashida(p, start, end, slack, extra);
}
