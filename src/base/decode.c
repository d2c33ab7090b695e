/* SPDX-License-Identifier: MIT */
#include "akhbar/decode.h"

#include <errno.h>
#include <iconv.h>
#include <string.h>

#include "base/decode-internal.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

/* ---- labels ------------------------------------------------------------- */

/* Where iconv's tables for a name are narrower than what is meant by it. */
static const char *
iconv_name(const char *name)
{
	static const char *const wider[][2] = {
		{"shift_jis", "CP932"}, {"euc-kr", "CP949"},
		{"big5", "BIG5-HKSCS"}, {"windows-874", "CP874"},
	};
	for (size_t i = 0; i < ARRAY_LEN(wider); i++)
		if (strcmp(name, wider[i][0]) == 0)
			return wider[i][1];
	return name;
}

/* Trims, lowers and looks up; false for an empty or impossible label. */
static bool
label_read(const char *text, struct decode_label *out, char name[32])
{
	struct bytes v = bytes_trim(bytes_of(text));
	while (v.len && (v.data[0] == '"' || v.data[0] == '\''))
		v.data++, v.len--;
	while (v.len && (v.data[v.len - 1] == '"' || v.data[v.len - 1] == '\''))
		v.len--;
	v = bytes_trim(v);
	if (!v.len || v.len >= 32)
		return false;
	for (size_t i = 0; i < v.len; i++) {
		char c = v.data[i];
		bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
			     (c >= 'A' && c <= 'Z') || strchr("-_.:", c);
		if (!plain)
			return false; /* never a name for iconv: "//TRANSLIT" and the like */
		name[i] = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
	}
	name[v.len] = '\0';
	for (size_t i = 0; i < decode_labels_n; i++) {
		if (strcmp(decode_labels[i].alias, name) != 0)
			continue;
		*out = decode_labels[i];
		return true;
	}
	*out = (struct decode_label){name, name, BY_ICONV};
	if (bytes_starts(v, "utf-7") || bytes_starts(v, "utf7") || bytes_starts(v, "csunicode11utf7"))
		out->family = REFUSED;
	return true;
}

void
decode_content_type_charset(const char *content_type, char out[32])
{
	out[0] = '\0';
	const char *p = content_type ? strchr(content_type, ';') : NULL;
	for (; p; p = strchr(p, ';')) {
		p += 1 + strspn(p + 1, " \t");
		if (!bytes_starts_nocase(bytes_of(p), "charset"))
			continue;
		p += 7;
		p += strspn(p, " \t");
		if (*p++ != '=')
			continue;
		p += strspn(p, " \t\"'");
		size_t n = strcspn(p, ";\"' \t\r\n,");
		if (n && n < 32) {
			memcpy(out, p, n);
			out[n] = '\0';
			return;
		}
	}
}

/* ---- looking at the bytes --------------------------------------------- */

struct survey {
	size_t good;   /* bytes in valid multi-byte sequences */
	size_t bad;    /* other bytes past 0x7f */
	bool arabic;   /* some are Arabic letters */
	size_t nul;
	bool escape;
};

#ifdef __SSE2__
/* Blocks of ASCII and two-byte letters, which is what Arabic text is made of: valid
 * when continuation bytes are where lead bytes say, and nowhere else. Stops at a
 * character's start, before what needs a closer look. */
static const char *
survey_blocks(const char *p, const char *end, struct survey *s)
{
	while (end - p >= 17) {
		__m128i v = _mm_loadu_si128((const __m128i *)(const void *)p);
		unsigned high = (unsigned)_mm_movemask_epi8(v);
		__m128i leads = _mm_cmpeq_epi8(_mm_max_epu8(v, _mm_set1_epi8((char)0xc2)), v);
		unsigned lead = (unsigned)_mm_movemask_epi8(leads);
		__m128i more = _mm_cmpeq_epi8(_mm_max_epu8(v, _mm_set1_epi8((char)0xe0)), v);
		__m128i over = _mm_cmpeq_epi8(_mm_and_si128(v, _mm_set1_epi8((char)0xfe)),
					      _mm_set1_epi8((char)0xc0));
		__m128i low = _mm_or_si128(_mm_cmpeq_epi8(v, _mm_setzero_si128()),
					   _mm_cmpeq_epi8(v, _mm_set1_epi8(0x1b)));
		unsigned odd = (unsigned)_mm_movemask_epi8(_mm_or_si128(_mm_or_si128(low, more), over));
		unsigned wrong = (high & ~lead) ^ (lead << 1 & 0xffff);
		if (odd | wrong) {
			/* up to the character in question, when that is where it begins */
			unsigned n = (unsigned)__builtin_ctz(odd | wrong), before = (1u << n) - 1;
			if (!n || (odd >> n & 1) == 0 || (lead & before) >> (n - 1))
				return p;
			s->good += 2 * (size_t)__builtin_popcount(lead & before);
			for (unsigned i = 0; i < n && !s->arabic; i++)
				s->arabic = (p[i] & 0xfc) == 0xd8;
			return p + n;
		}
		bool split = lead >> 15; /* its second half comes after the block */
		if (split && (p[16] & 0xc0) != 0x80)
			return p;
		__m128i sum = _mm_sad_epu8(_mm_and_si128(leads, _mm_set1_epi8(2)), _mm_setzero_si128());
		s->good += (size_t)_mm_cvtsi128_si32(sum) + (size_t)_mm_extract_epi16(sum, 4);
		if (!s->arabic) {
			__m128i block = _mm_and_si128(v, _mm_set1_epi8((char)0xfc));
			s->arabic = _mm_movemask_epi8(_mm_cmpeq_epi8(block, _mm_set1_epi8((char)0xd8))) != 0;
		}
		p += 16 + split;
	}
	return p;
}
#endif

static struct survey
survey(struct bytes in)
{
	struct survey s = {0};
	const char *p = in.data, *end = in.data + in.len;
	while (p < end) {
#ifdef __SSE2__
		p = survey_blocks(p, end, &s);
		if (p == end)
			break;
#endif
		unsigned char c = (unsigned char)*p;
		if (c < 0x80) {
			s.nul += c == 0;
			s.escape |= c == 0x1b;
			p++;
			continue;
		}
		const char *start = p;
		uint32_t cp = utf8_next(&p, end);
		if (cp == UTF8_BAD && p - start == 1)
			s.bad++;
		else
			s.good += (size_t)(p - start);
		s.arabic |= cp >= 0x600 && cp < 0x700;
	}
	return s;
}

bool
decode_is_plain(struct bytes in, const struct decode_hints *hints)
{
	char charset[32], declared[32];
	struct decode_label a = {0}, b = {0};
	bool has_a = label_read(hints->charset, &a, charset);
	bool has_b = label_read(hints->declared, &b, declared);
	if ((has_a && a.family != BY_UTF8) || (has_b && b.family != BY_UTF8) || in.len < 4)
		return false;
	if (memcmp(in.data, "\xef\xbb\xbf", 3) == 0)
		return false;
	struct survey s = survey(in);
	return s.bad == 0 && s.nul == 0;
}

enum wide { WIDE_NONE, UTF16LE, UTF16BE, UTF32LE, UTF32BE };

/* A byte order mark, or the pattern of zeros that a first character below 0x80
 * leaves (XML 1.0 appendix F). `skip` is the mark's length. */
static enum wide
wide_of(struct bytes in, size_t *skip)
{
	const unsigned char *s = (const unsigned char *)in.data;
	*skip = 0;
	if (in.len < 2)
		return WIDE_NONE;
	if (in.len >= 4) {
		*skip = 4;
		if (s[0] == 0xff && s[1] == 0xfe && !s[2] && !s[3])
			return UTF32LE;
		if (!s[0] && !s[1] && s[2] == 0xfe && s[3] == 0xff)
			return UTF32BE;
		*skip = 0;
		if (!s[0] && !s[1] && !s[2] && s[3])
			return UTF32BE;
		if (s[0] && !s[1] && !s[2] && !s[3])
			return UTF32LE;
		if (!s[0] && s[1] && !s[2] && s[3])
			return UTF16BE;
		if (s[0] && !s[1] && s[2] && !s[3])
			return UTF16LE;
	}
	*skip = 2;
	if (s[0] == 0xff && s[1] == 0xfe)
		return UTF16LE;
	if (s[0] == 0xfe && s[1] == 0xff)
		return UTF16BE;
	*skip = 0;
	return WIDE_NONE;
}

/* ---- decoders -------------------------------------------------------------- */

static void
put(struct buf *out, uint32_t cp)
{
	if (cp)
		buf_add_utf8(out, cp);
}

static void
from_utf16(struct bytes in, bool big, struct buf *out)
{
	const unsigned char *s = (const unsigned char *)in.data;
	size_t units = in.len / 2;
	for (size_t i = 0; i < units && !out->over; i++) {
		uint32_t u = big ? (uint32_t)s[2 * i] << 8 | s[2 * i + 1]
				 : (uint32_t)s[2 * i + 1] << 8 | s[2 * i];
		if (u >= 0xd800 && u < 0xdc00 && i + 1 < units) {
			const unsigned char *t = s + 2 * i + 2;
			uint32_t v = big ? (uint32_t)t[0] << 8 | t[1] : (uint32_t)t[1] << 8 | t[0];
			if (v >= 0xdc00 && v < 0xe000) {
				u = 0x10000 + ((u - 0xd800) << 10) + (v - 0xdc00);
				i++;
			}
		}
		if (u != 0xfeff || out->len)
			put(out, u);
	}
}

static void
from_utf32(struct bytes in, bool big, struct buf *out)
{
	const unsigned char *s = (const unsigned char *)in.data;
	for (size_t i = 0; i + 4 <= in.len && !out->over; i += 4) {
		uint32_t u = big ? (uint32_t)s[i] << 24 | s[i + 1] << 16 | s[i + 2] << 8 | s[i + 3]
				 : (uint32_t)s[i + 3] << 24 | s[i + 2] << 16 | s[i + 1] << 8 | s[i];
		if (u != 0xfeff || out->len)
			put(out, u);
	}
}

static void
from_table(struct bytes in, const uint16_t upper[128], struct buf *out)
{
	for (size_t i = 0; i < in.len && !out->over; i++) {
		unsigned char c = (unsigned char)in.data[i];
		size_t run = i;
		while (run < in.len && in.data[run] > 0)
			run++;
		if (run > i) {
			buf_add(out, in.data + i, run - i);
			i = run - 1;
			continue;
		}
		put(out, c < 0x80 ? c : upper[c - 0x80]);
	}
}

/* UTF-8 with bad bytes: each costs one character. A lone lead byte of the Arabic
 * block in an Arabic document, after whole letters or none, is a letter cut by a
 * generator, not a letter of another encoding. */
static void
from_utf8(struct bytes in, const uint16_t upper[128], bool arabic, struct buf *out)
{
	const char *p = in.data, *end = in.data + in.len, *after_bad = NULL;
	while (p < end && !out->over) {
		const char *run = p;
		const char *start = p;
		bool bad = false;
		while (p < end && !bad) {
			start = p;
			bad = *p == 0 || (utf8_next(&p, end) == UTF8_BAD && p - start == 1);
		}
		buf_add(out, run, (size_t)((bad ? start : p) - run));
		if (!bad)
			break;
		unsigned char c = (unsigned char)*start;
		p = start + 1;
		if (!c)
			continue;
		bool alone = start != after_bad && (p == end || *p >= 0);
		after_bad = p;
		bool cut = arabic && c >= 0xd8 && c <= 0xdb && alone;
		put(out, cut ? UTF8_BAD : upper[c - 0x80]);
	}
}

/* Strict: false, with `out` as it was, when a byte has no meaning or the name is
 * not known. */
static bool
from_iconv(struct bytes in, const char *name, struct buf *out)
{
	iconv_t cd = iconv_open("UTF-8", iconv_name(name));
	if (cd == (iconv_t)-1)
		return false;
	size_t before = out->len;
	char *p = (char *)in.data;
	size_t left = in.len;
	bool ok = true;
	while (left && ok && !out->over) {
		char chunk[8192], *to = chunk;
		size_t room = sizeof(chunk);
		size_t was = left;
		size_t r = iconv(cd, &p, &left, &to, &room);
		for (size_t i = 0, n = sizeof(chunk) - room; i < n; i++) {
			size_t run = i;
			while (run < n && chunk[run])
				run++;
			buf_add(out, chunk + i, run - i);
			i = run;
		}
		if (r == (size_t)-1 && errno == EINVAL && was != left)
			break; /* cut in the middle of the last character */
		ok = r != (size_t)-1 || (errno == E2BIG && (was != left || room < sizeof(chunk)));
	}
	iconv_close(cd);
	if (!ok && !out->over) {
		out->len = before;
		if (out->data)
			out->data[before] = '\0';
	}
	return ok || out->over;
}

/* ---- the decision --------------------------------------------------------- */

static bool
is_arabic_place(const struct decode_hints *h)
{
	static const char *const languages[] = {"ar", "fa", "ur", "ps", "ckb", "ug", "sd"};
	static const char *const domains[] = {"sa", "eg", "ma", "dz", "tn", "ly", "sd", "jo", "sy",
					      "lb", "iq", "kw", "bh", "qa", "ae", "om", "ye", "ps",
					      "mr", "ir", "pk", "af"};
	struct bytes tag = bytes_trim(bytes_of(h->language));
	for (size_t i = 0; i < ARRAY_LEN(languages); i++) {
		size_t n = strlen(languages[i]);
		if (bytes_starts_nocase(tag, languages[i]) &&
		    (tag.len == n || tag.data[n] == '-' || tag.data[n] == '_'))
			return true;
	}
	if (tag.len)
		return false; /* the document itself says another language */
	struct bytes host = url_host(h->url);
	const char *colon = host.len ? memchr(host.data, ':', host.len) : NULL;
	if (colon)
		host.len = (size_t)(colon - host.data);
	const char *dot = host.len ? memrchr(host.data, '.', host.len) : NULL;
	if (!dot)
		return false;
	struct bytes top = {dot + 1, (size_t)(host.data + host.len - dot - 1)};
	for (size_t i = 0; i < ARRAY_LEN(domains); i++)
		if (bytes_eq_nocase(top, domains[i]))
			return true;
	return bytes_starts_nocase(top, "xn--mgb"); /* .السعودية .امارات and kin */
}

/* Arabic in windows-1256 without any hint: words of many high bytes in a row, and
 * the article (C7 E1) at every turn, which Cyrillic and Latin letters never show. */
static bool
looks_1256(struct bytes in)
{
	size_t high = 0, article = 0;
	for (size_t i = 0; i + 1 < in.len; i++) {
		high += (unsigned char)in.data[i] >= 0xc0;
		article += in.data[i] == '\xc7' && in.data[i + 1] == '\xe1';
	}
	return article >= 2 && article * 40 >= high;
}

/* The same of iso-8859-6, where the article is C7 E4 and DB to DF, F3 and more are
 * nothing. In windows-1256 C7 E4 is a common pair, yet half as common as the article. */
static bool
looks_8859_6(struct bytes in)
{
	size_t high = 0, article = 0, other = 0, holes = 0;
	for (size_t i = 0; i + 1 < in.len; i++) {
		unsigned char c = (unsigned char)in.data[i];
		high += c >= 0xc0;
		holes += (c >= 0xdb && c <= 0xdf) || c >= 0xf3;
		article += c == 0xc7 && in.data[i + 1] == '\xe4';
		other += c == 0xc7 && in.data[i + 1] == '\xe1';
	}
	return article >= 2 && article * 40 >= high && article > other * 2 && holes * 100 <= high;
}

static enum err
done(struct buf *out, char encoding[32], const char *name)
{
	size_t n = strnlen(name, 31);
	memcpy(encoding, name, n);
	encoding[n] = '\0';
	return out->over ? ERR_LIMIT : OK;
}

static bool
has_c1(struct bytes in)
{
	for (size_t i = 0; i < in.len; i++)
		if ((unsigned char)in.data[i] >= 0x80 && (unsigned char)in.data[i] < 0xa0)
			return true;
	return false;
}

uint32_t
utf8_c1_meant(uint32_t c1)
{
	return decode_windows_1252[c1 - 0x80];
}

static bool
is_latin(const struct decode_label *l)
{
	return l->family == BY_LATIN1 || l->family == BY_1252;
}

/* The label's decoder; false when it does not fit the bytes. */
static bool
try_label(const struct decode_label *l, struct bytes in, struct buf *out, const char **name)
{
	*name = l->name;
	switch (l->family) {
	case BY_LATIN1: /* what is meant is windows-1252 (WHATWG Encoding 4.2) */
		if (has_c1(in))
			*name = "windows-1252";
		from_table(in, decode_windows_1252, out);
		return true;
	case BY_1252:
		from_table(in, decode_windows_1252, out);
		return true;
	case BY_1256:
		if (looks_8859_6(in) && from_iconv(in, "iso-8859-6", out)) {
			*name = "iso-8859-6";
			return true;
		}
		from_table(in, decode_windows_1256, out);
		return true;
	case BY_ICONV:
		if (from_iconv(in, l->name, out))
			return true;
		/* iso-8859-6 has holes; who hits one wrote windows-1256 */
		if (strcmp(l->name, "iso-8859-6") == 0) {
			*name = "windows-1256";
			from_table(in, decode_windows_1256, out);
			return true;
		}
		return false;
	default:
		return false;
	}
}

static enum err
decode_ascii(struct bytes in, const struct decode_label *l, size_t n, const struct survey *s,
	     struct buf *out, char encoding[32])
{
	for (size_t i = 0; i < n; i++)
		if (l[i].family == BY_STATE && s->escape && from_iconv(in, l[i].name, out))
			return done(out, encoding, l[i].name);
	from_utf8(in, decode_windows_1252, false, out);
	for (size_t i = 0; i < n; i++) {
		if (l[i].family == BY_WIDE || l[i].family == REFUSED)
			continue;
		return done(out, encoding, l[i].name);
	}
	return done(out, encoding, "utf-8");
}

enum err
decode_to_utf8(struct bytes in, const struct decode_hints *hints, struct buf *out,
	       char encoding[32])
{
	size_t skip;
	enum wide wide = wide_of(in, &skip);
	static const char *const wide_names[] = {"", "utf-16le", "utf-16be", "utf-32le", "utf-32be"};
	if (wide) {
		struct bytes rest = {in.data + skip, in.len - skip};
		if (wide == UTF16LE || wide == UTF16BE)
			from_utf16(rest, wide == UTF16BE, out);
		else
			from_utf32(rest, wide == UTF32BE, out);
		return done(out, encoding, wide_names[wide]);
	}
	bool bom = in.len >= 3 && memcmp(in.data, "\xef\xbb\xbf", 3) == 0;
	if (bom)
		in.data += 3, in.len -= 3;

	struct decode_label l[2];
	char names[2][32];
	size_t n = 0;
	n += label_read(hints->charset, &l[n], names[n]);
	n += label_read(hints->declared, &l[n], names[n]);

	struct survey s = survey(in);
	bool arabic = s.arabic || is_arabic_place(hints);
	const uint16_t *upper = arabic ? decode_windows_1256 : decode_windows_1252;
	if (!bom && !s.good && !s.bad)
		return decode_ascii(in, l, n, &s, out, encoding);
	bool other = false; /* a label that says more than "some Latin letters" */
	for (size_t i = 0; i < n; i++)
		other |= !is_latin(&l[i]) && l[i].family != BY_UTF8 && l[i].family != BY_WIDE;
	/* Accidental UTF-8 is rare: in text of one byte a letter nearly every high byte
	 * is bad, so half of them good means UTF-8 with a foreign part. Two-byte
	 * encodings of East Asia reach a third, and do not go without a label. */
	if (bom || s.good >= (other ? 4 * s.bad : s.bad)) {
		from_utf8(in, upper, arabic, out);
		return done(out, encoding, "utf-8");
	}
	for (size_t i = 0; i < n; i++) {
		const char *name;
		if (is_latin(&l[i]) && other)
			continue;
		if (is_latin(&l[i]) && (looks_1256(in) || looks_8859_6(in)))
			continue; /* servers label by default */
		if (try_label(&l[i], in, out, &name))
			return done(out, encoding, name);
	}
	if (looks_8859_6(in) && from_iconv(in, "iso-8859-6", out))
		return done(out, encoding, "iso-8859-6");
	bool is_1256 = is_arabic_place(hints) || looks_1256(in);
	from_table(in, is_1256 ? decode_windows_1256 : decode_windows_1252, out);
	return done(out, encoding, is_1256 ? "windows-1256" : "windows-1252");
}
