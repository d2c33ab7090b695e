/* SPDX-License-Identifier: MIT
 *
 * The query language: what is read into what, that nothing typed is an error of the
 * store, that the store and query_matches answer alike, and where hits stand.
 */
#include "edge/store-fixture.h"

#include "store/query.h"
#include "store/store-internal.h"

#define ONE "https://one.example/feed"
#define TWO "https://two.example/feed"
#define THREE "https://three.example/feed"

static size_t
hits(struct store *s, const char *query)
{
	struct store_filter f = {.since = TIME_NONE, .before = TIME_NONE, .query = query};
	struct store_rows rows = {0};
	assert_ok(store_list(s, &f, 0, STORE_OLDER, 1000, &rows, why));
	size_t n = rows.n;
	store_rows_release(&rows);
	return n;
}

/* ---- folding: every pair of the table, both ways -------------------------------------- */

struct pair {
	const char *a, *b;
};

static const struct pair alike[] = {
	{"القران", "القُرْآن"}, {"الاسواق", "الأسواق"}, {"السلام", "السَّلامُ"},
	{"احمد", "أحمد"}, {"ايمان", "إيمان"}, {"اسلام", "إسلام"}, {"اخر", "آخر"}, {"الرحمن", "ٱلرحمن"},
	{"مستشفي", "مستشفى"}, {"علي", "على"}, {"موسي", "موسى"}, {"ایران", "إيران"}, {"کتاب", "كتاب"},
	{"مدرسه", "مدرسة"}, {"فاطمہ", "فاطمة"}, {"مسئول", "مسؤول"}, {"شئون", "شؤون"}, {"هيئه", "هيئة"},
	{"كتاب", "كتـــاب"}, {"مدرسة", "مُدَرِّسَةٌ"}, {"هذا", "هٰذا"}, {"ميخواهم", "می‌خواهم"},
	{"2026", "٢٠٢٦"}, {"2026", "۲۰۲۶"}, {"٢٠٢٦", "۲۰۲۶"}, {"لا", "ﻻ"}, {"مصر", "ﻣﺼﺮ"}, {"الله", "ﷲ"},
	{"محمد", "ﷴ"}, {"café", "CAFE"}, {"reuters", "Reuters"}, {"straße", "STRASSE"},
	{"أحمد", "\u0627\u0654حمد"}, {"مسؤول", "مسو\u0654ول"}, {"مصر", "م\u00adصر"}, {"مصر", "\u200fمصر"},
	/* behind the article and what is joined before it */
	{"مدرسه", "المَدْرَسَةَ"}, {"رئيس", "الرئيس"}, {"رئيس", "والرئيس"}, {"رئيس", "بالرئيس"}, {"رئيس", "كالرئيس"},
	{"رئيس", "فالرئيس"}, {"رئيس", "للرئيس"}, {"مدرسه", "للمدرسة"}, {"القمة", "والقِمَّة"}, {"بالقمة", "للقمة"},
	{"القران", "وبالقُرْآن"}, {"وبالقران", "القرآن"}, {"مدرسه", "وللمدرسة"}, {"رئيس", "فبالرئيس"}, {"للرئيس", "فللرئيس"},
	{"إلهام", "الإلهام"},
};

static const struct pair unlike[] = {
	{"مصر", "قطر"}, {"كلب", "قلب"}, {"سور", "صور"}, {"ساعة", "سعة"}, {"علم", "عالم"}, {"ضرب", "درب"},
	{"گرم", "كرم"}, {"پدر", "بدر"}, {"ڤيلا", "فيلا"}, {"چاي", "جاي"}, {"مدرسة", "مدرس"},
	{"كتاب", "كتب"}, {"تين", "وكالتين"}, {"وكالتين", "تين"}, {"مسلم", "مسلمون"}, {"دة", "والدة"}, {"ون", "بالون"}, {"بعد", "عبد"},
	{"نور", "نار"}, {"سماء", "سما"}, {"ثلاث", "تلات"}, {"ذهب", "دهب"}, {"ظل", "ضل"}, {"1", "12"},
	{"حكومة", "حكومات"}, {"والدة", "دة"}, {"ألم", "م"}, {"الحق", "حق"}, {"لرئيس", "رئيس"}, {"ورئيس", "رئيس"}, {"هم", "ھم"},
};

static bool
finds(const char *asked, const char *written)
{
	struct query *q = query_new(bytes_of(asked), NOW, 0);
	struct query_article a = {.title = bytes_of(""), .body = bytes_of(written)};
	bool found = query_matches(q, &a);
	query_free(q);
	return found;
}

static void
folding_joins_what_the_table_says(void **state)
{
	(void)state;
	struct store *s = open_store("a.db");
	sync_default(s);
	int64_t one = feed_id(s, ONE);
	for (size_t i = 0; i < ARRAY_LEN(alike); i++) {
		char *key = mem_printf("a%zu", i), *key2 = mem_printf("b%zu", i);
		char *marked = mem_printf("%s قبل%zuبعد", alike[i].a, i);
		char *marked2 = mem_printf("%s قبل%zuبعد", alike[i].b, i);
		add_article(s, one, key, "خبر", marked, NOW - 2 * (int64_t)i);
		add_article(s, one, key2, "خبر", marked2, NOW - 2 * (int64_t)i - 1);
		free(key);
		free(key2);
		free(marked);
		free(marked2);
	}
	for (size_t i = 0; i < ARRAY_LEN(alike); i++) {
		const char *a = alike[i].a, *b = alike[i].b;
		char *query = mem_printf("%s قبل%zuبعد", a, i);
		if (hits(s, query) != 2 || !finds(a, b))
			fail_msg("%s does not find %s (%zu)", a, b, hits(s, query));
		free(query);
		query = mem_printf("%s قبل%zuبعد", b, i);
		if (hits(s, query) != 2 || !finds(b, a))
			fail_msg("%s does not find %s", b, a);
		free(query);
	}
	for (size_t i = 0; i < ARRAY_LEN(unlike); i++)
		if (finds(unlike[i].a, unlike[i].b) || finds(unlike[i].b, unlike[i].a))
			fail_msg("%s and %s are joined", unlike[i].a, unlike[i].b);
	store_close(s);
}

/* Every letter that the table drops, between two that stay; and every one it joins. */
static void
each_letter_of_the_table(void **state)
{
	(void)state;
	static const uint32_t dropped[][2] = {
		{0x610, 0x61a}, {0x64b, 0x65f}, {0x670, 0x670}, {0x6d6, 0x6dc}, {0x6df, 0x6e4}, {0x6e7, 0x6e8},
		{0x6ea, 0x6ed}, {0x640, 0x640}, {0x200c, 0x200f}, {0x202a, 0x202e}, {0x2066, 0x2069}, {0xad, 0xad},
	};
	static const uint32_t joined[][2] = {
		{0x622, 0x627}, {0x623, 0x627}, {0x625, 0x627}, {0x671, 0x627}, {0x649, 0x64a}, {0x6cc, 0x64a},
		{0x6a9, 0x643}, {0x629, 0x647}, {0x6c1, 0x647}, {0x6d5, 0x647}, {0x624, 0x621}, {0x626, 0x621},
	};
	for (size_t i = 0; i < ARRAY_LEN(dropped); i++)
		for (uint32_t cp = dropped[i][0]; cp <= dropped[i][1]; cp++) {
			/* a hamza or madda above or below makes another letter, of the same fold */
			char with[32] = "مص";
			size_t n = strlen(with);
			n += utf8_put(with + n, cp);
			memcpy(with + n, "ر", sizeof("ر"));
			if (!finds("مصر", with) || !finds(with, "مصر"))
				fail_msg("U+%04X is not dropped", (unsigned)cp);
		}
	for (size_t i = 0; i < ARRAY_LEN(joined); i++) {
		char a[32] = "مص", b[32] = "مص";
		a[4 + utf8_put(a + 4, joined[i][0])] = 0;
		b[4 + utf8_put(b + 4, joined[i][1])] = 0;
		if (!finds(a, b) || !finds(b, a))
			fail_msg("U+%04X is not U+%04X", (unsigned)joined[i][0], (unsigned)joined[i][1]);
	}
	for (uint32_t d = 0; d < 10; d++) {
		char digit[3][8] = {{(char)('0' + d)}, "", ""};
		utf8_put(digit[1], 0x660 + d);
		utf8_put(digit[2], 0x6f0 + d);
		for (size_t i = 0; i < 9; i++)
			if (!finds(digit[i / 3], digit[i % 3]))
				fail_msg("%s is not %s", digit[i / 3], digit[i % 3]);
	}
	/* what it does not name stays itself */
	static const uint32_t apart[] = {0x627, 0x628, 0x62a, 0x62b, 0x62c, 0x62d, 0x62e, 0x62f, 0x630, 0x631,
					 0x632, 0x633, 0x634, 0x635, 0x636, 0x637, 0x638, 0x639, 0x63a, 0x641,
					 0x642, 0x643, 0x644, 0x645, 0x646, 0x647, 0x648, 0x64a, 0x621, 0x67e,
					 0x686, 0x698, 0x6a4, 0x6af};
	for (size_t i = 0; i < ARRAY_LEN(apart); i++)
		for (size_t k = 0; k < ARRAY_LEN(apart); k++) {
			char a[32] = "مص", b[32] = "مص";
			a[4 + utf8_put(a + 4, apart[i])] = 0;
			b[4 + utf8_put(b + 4, apart[k])] = 0;
			if (finds(a, b) != (i == k))
				fail_msg("U+%04X and U+%04X", (unsigned)apart[i], (unsigned)apart[k]);
		}
}

/* ---- reading --------------------------------------------------------------------- */

static void
dump(const struct query_node *n, struct buf *out)
{
	if (!n) {
		buf_add_str(out, "all");
		return;
	}
	static const char *const kinds[] = {"and", "or", "not", "", "source", "section", "author",
					    "since", "before", "is"};
	switch (n->kind) {
	case QUERY_WORDS:
		buf_add_str(out, n->term->field == QUERY_TITLE ? "t:" : n->term->field == QUERY_TEXT ? "b:" : "");
		for (size_t i = 0; i < n->term->n; i++)
			buf_printf(out, "%s%s", i ? "+" : "", n->term->forms[i]);
		buf_add_str(out, n->term->prefix ? "*" : "");
		return;
	case QUERY_SOURCE:
	case QUERY_SECTION:
	case QUERY_AUTHOR:
		buf_printf(out, "%s=%s", kinds[n->kind], n->folded);
		return;
	case QUERY_SINCE:
	case QUERY_BEFORE:
		buf_printf(out, "%s=%lld", kinds[n->kind], (long long)(n->time - NOW));
		return;
	case QUERY_STATE:
		buf_printf(out, "is%d", (int)n->state);
		return;
	default:
		buf_printf(out, "%s(", kinds[n->kind]);
		for (size_t i = 0; i < n->n; i++) {
			buf_add_str(out, i ? " " : "");
			dump(n->children[i], out);
		}
		buf_add_char(out, ')');
	}
}

/* NOW is 2026-09-21 14:13:20 UTC. */

static const struct {
	const char *typed, *tree, *problem; /* problem: in its message, NULL none that counts */
} readings[] = {
	{"", "all", NULL},
	{"   ", "all", NULL},
	{"مصر", "مصر", NULL},
	{"مصر السودان", "and(مصر السودان)", NULL},
	{"\"مصر السودان\"", "مصر+السودان", NULL},
	{"«مصر السودان»", "مصر+السودان", NULL},
	{"مصر OR ليبيا", "or(مصر ليبيا)", NULL},
	{"مصر أو ليبيا", "or(مصر ليبيا)", NULL},
	{"مصر و ليبيا", "and(مصر ليبيا)", NULL},
	{"مصر وليس ليبيا", "and(مصر not(ليبيا))", NULL},
	{"مصر بدون ليبيا", "and(مصر not(ليبيا))", NULL},
	{"مصر -ليبيا", "and(مصر not(ليبيا))", NULL},
	{"-مصر", "not(مصر)", NULL},
	{"NOT مصر", "not(مصر)", NULL},
	{"NOT NOT مصر", "مصر", NULL},
	{"a b OR c d", "or(and(a b) and(c d))", NULL},
	{"a (b OR c) d", "and(a or(b c) d)", NULL},
	{"-(a OR b) c", "and(not(or(a b)) c)", NULL},
	{"((a))", "a", NULL},
	{"a AND b AND c", "and(a b c)", NULL},
	{"كتا*", "كتا*", NULL},
	{"\"رئيس الوز\"*", "رءيس+الوز*", NULL},
	{"title:مصر", "t:مصر", NULL},
	{"عنوان:مصر", "t:مصر", NULL},
	{"العنوان:\"مصر السودان\"", "t:مصر+السودان", NULL},
	{"title:(مصر OR ليبيا)", "or(t:مصر t:ليبيا)", NULL},
	{"نص:مصر", "b:مصر", NULL},
	{"source:الجزيرة", "source=الجزيره", NULL},
	{"مصدر:\"بي بي سي\"", "source=بي بي سي", NULL},
	{"source:(bbc OR cnn)", "or(source=bbc source=cnn)", NULL},
	{"قسم:رياضة", "section=رياضه", NULL},
	{"كاتب:أحمد", "author=احمد", NULL},
	{"is:unread", "is0", NULL},
	{"is:read", "not(is0)", NULL},
	{"حالة:مقروء", "not(is0)", NULL},
	{"حالة:غير-مقروء", "is0", NULL},
	{"حالة:\"غير مقروء\"", "is0", NULL},
	{"حاله:مميّز", "is1", NULL},
	{"is:starred OR مصر", "or(is1 مصر)", NULL},
	{"has:enclosure", "is5", NULL},
	{"فيه:مرفق", "is5", NULL},
	{"after:3d", "since=-259200", NULL},
	{"بعد:٣أيام", "since=-259200", NULL},
	{"after:12h", "since=-43200", NULL},
	{"before:2w", "before=-1209600", NULL},
	{"after:today", "since=-51200", NULL},
	{"بعد:اليوم", "since=-51200", NULL},
	{"date:yesterday", "and(since=-137600 before=-51200)", NULL},
	{"تاريخ:أمس", "and(since=-137600 before=-51200)", NULL},
	{"after:2026-09-21", "since=-51200", NULL},
	{"بعد:٢٠٢٦-٠٩-٢١", "since=-51200", NULL},
	{"after:21/9/2026", "since=-51200", NULL},
	{"date:2026-09-20..2026-09-21", "and(since=-137600 before=35200)", NULL},
	{"-after:3d", "not(since=-259200)", NULL},
	/* not finished, or of no sense: something is still asked */
	{"\"مصر السود", "مصر+السود", NULL},
	{"(مصر", "مصر", NULL},
	{"مصر OR", "مصر", NULL},
	{"مصر أو ", "مصر", NULL},
	{"مصر NOT", "مصر", NULL},
	{"OR مصر", "and(or مصر)", NULL},
	{"NOT", "not", NULL},
	{"مصر)", "مصر", "not opened"},
	{"()", "all", NULL},
	{"(", "all", NULL},
	{"title:", "all", NULL},
	{"is:unr", "all", "no state"},
	{"مصر is:unr", "مصر", "no state"},
	{"after:قريبا", "all", "no date"},
	{"after:2026-02-31", "all", "no date"},
	{"after:2026-13", "all", "no date"},
	{"has:wings", "all", "nothing an article has"},
	{"*", "all", NULL},
	{"-", "all", NULL},
	{"--", "all", NULL},
	/* no operators */
	{"and or not", "and(and or not)", NULL},
	{"https://a.example/b", "https+a+example+b", NULL},
	{"12:30", "12+30", NULL},
	{"C++", "c", NULL},
	{"a\"b c\"d", "and(a b+c d)", NULL},
	{"\xff\xfe", "all", NULL},
	{"NEAR(a b)", "and(near a b)", NULL},
	{"a^b {c} [d]", "and(a+b c d)", NULL},
};

static void
reads_what_is_typed(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(readings); i++) {
		struct bytes typed = bytes_of(readings[i].typed);
		struct query *q = query_new(typed, NOW, 0);
		struct buf tree;
		buf_init(&tree, 0);
		dump(q->root, &tree);
		struct why why = {""};
		bool complains = query_complaint(q, typed, &why);
		if (strcmp(tree.data, readings[i].tree) != 0)
			fail_msg("%s: %s, not %s", readings[i].typed, tree.data, readings[i].tree);
		if (complains != (readings[i].problem != NULL) ||
		    (complains && !strstr(why.text, readings[i].problem)))
			fail_msg("%s: %s", readings[i].typed, why.text);
		buf_release(&tree);
		query_free(q);
	}
	struct why why = {""};
	struct bytes typed = bytes_of("مصر is:unr");
	struct query *q = query_new(typed, NOW, 0);
	assert_true(query_complaint(q, typed, &why));
	assert_non_null(strstr(why.text, "at letter 8"));
	assert_int_equal(q->problems[0].start, strlen("مصر is:"));
	query_free(q);
}

static uint64_t seed = 20260921;

static unsigned
dice(unsigned n)
{
	seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (unsigned)(seed >> 33) % n;
}

/* Whatever stands there, brackets and quotes in any order: an answer. */
static void
nothing_typed_breaks_it(void **state)
{
	(void)state;
	static const char *const bits[] = {
		"مصر", "\"", "«", "»", "(", ")", "-", "*", " ", "OR", " أو ", "NOT", " AND ", ":", "title:", "is:",
		"source:", "after:", "'", ";", "\\", "^", "{", "}", "+", "NEAR", "%", "\xff", "ـ", "َ", "\u200f",
		"2026", "d", "..", "ﷺ", "،", "--", "\n", "a", "unread", "section:", "،\"", "has:", "before:3d",
	};
	struct store *s = open_store("a.db");
	sync_default(s);
	add_article(s, feed_id(s, ONE), "a", "مصر", "مصر a 2026", NOW);
	for (int i = 0; i < 3000; i++) {
		struct buf text;
		buf_init(&text, 0);
		for (unsigned k = dice(14); k-- > 0;)
			buf_add_str(&text, bits[dice(ARRAY_LEN(bits))]);
		(void)hits(s, text.data ? text.data : "");
		if (i % 10 == 0) {
			struct store_filter f = {.query = text.data ? text.data : ""};
			struct store_hits found = {0};
			assert_ok(store_search(s, &f, 0, STORE_OLDER, 10, i % 20 == 0, &found, why));
			store_hits_release(&found);
		}
		buf_release(&text);
	}
	/* deep and long */
	struct buf deep;
	buf_init(&deep, 0);
	for (int i = 0; i < 5000; i++)
		buf_add_str(&deep, i % 2 ? "(" : "-(");
	buf_add_str(&deep, "مصر");
	(void)hits(s, deep.data);
	buf_clear(&deep);
	for (int i = 0; i < 500; i++)
		buf_printf(&deep, "w%d OR ", i);
	(void)hits(s, deep.data);
	buf_release(&deep);
	store_close(s);
}

/* ---- the store and the memory answer alike -------------------------------------------- */

#define WORLD 160

struct world {
	struct store *s;
	int64_t ids[WORLD];
	char *titles[WORLD], *bodies[WORLD], *authors[WORLD];
	int64_t feeds[3];
	struct query_article articles[WORLD];
};

static const char *const vocabulary[] = {
	"مصر", "مِصْر", "السودان", "رئيس", "الرئيس", "والرئيس", "وزير", "مدرسة", "المدرسه", "قمة", "القمة",
	"2026", "٢٠٢٦", "bbc", "BBC", "زيارة", "ال", "لل", "المد", "أحمد", "احمد", "على", "علي",
};

static char *
sentence(unsigned most)
{
	struct buf b;
	buf_init(&b, 0);
	for (unsigned k = 1 + dice(most); k-- > 0;) {
		buf_add_str(&b, vocabulary[dice(ARRAY_LEN(vocabulary))]);
		if (k)
			buf_add_str(&b, dice(9) ? " " : "، ");
	}
	return buf_take(&b);
}

static void
make_world(struct world *w)
{
	w->s = open_store("a.db");
	sync_default(w->s);
	w->feeds[0] = feed_id(w->s, ONE);
	w->feeds[1] = feed_id(w->s, TWO);
	w->feeds[2] = feed_id(w->s, THREE);
	for (size_t i = 0; i < WORLD; i++) {
		char key[16];
		snprintf(key, sizeof(key), "k%zu", i);
		w->titles[i] = sentence(4);
		w->bodies[i] = sentence(12);
		/* some of one second, some days apart */
		int64_t when = NOW - (int64_t)dice(40) * 21600;
		int64_t feed = w->feeds[dice(3)];
		int64_t id = w->ids[i] = add_article(w->s, feed, key, w->titles[i], w->bodies[i], when);
		bool read = dice(2), star = !dice(4);
		if (read)
			assert_ok(store_mark(w->s, &id, 1, MARK_READ, why));
		if (star)
			assert_ok(store_mark(w->s, &id, 1, MARK_STAR, why));
		/* some a hundred names, of few articles each, and one that wrote much */
		w->authors[i] = dice(3) ? mem_printf("كاتب %u", dice(100)) : mem_strdup(dice(2) ? "وكالة الأنباء" : "");
		if (*w->authors[i])
			assert_ok(store_page_author(w->s, id, w->authors[i], why));
		w->articles[i] = (struct query_article){
			.title = bytes_of(w->titles[i]), .body = bytes_of(w->bodies[i]),
			.feed_id = feed, .time = id >> 20, .unread = !read, .starred = star,
			.author = w->authors[i],
		};
	}
	/* rules hide some, which only a query shows that asks for them */
	const struct store_rule rule = {STORE_HIDES, "author:\"كاتب 1\" OR title:bbc"};
	struct store_ruled ruled;
	assert_ok(store_apply_rule(w->s, &rule, &(struct store_filter){0}, &ruled, why));
	assert_true(ruled.changed > 10);
	for (size_t i = 0; i < WORLD; i++) {
		struct store_entry e = {0};
		assert_ok(store_entry(w->s, w->ids[i], &e, why));
		w->articles[i].hidden = e.row.hidden;
		store_entry_release(&e);
	}
}

static void
random_query(struct buf *out, int depth)
{
	static const char *const filters[] = {
		"is:unread", "is:read", "is:starred", "-is:starred", "source:الأولى", "source:two", "section:تقنية",
		"after:2d", "before:4d", "date:2026-09-18", "has:enclosure", "is:edited", "after:2026-09-15",
		"author:كاتب", "author:\"كاتب 7\"", "author:وكاله", "author:لااحد", "is:hidden", "-is:hidden",
		"is:full", "-is:unread",
	};
	unsigned n = 1 + dice(3);
	for (unsigned i = 0; i < n; i++) {
		if (i)
			buf_add_str(out, dice(3) ? " " : " OR ");
		if (!dice(5))
			buf_add_char(out, '-');
		unsigned kind = dice(10);
		if (kind < 2 && depth < 3) {
			buf_add_char(out, '(');
			random_query(out, depth + 1);
			buf_add_char(out, ')');
		} else if (kind < 4) {
			buf_add_str(out, filters[dice(ARRAY_LEN(filters))]);
		} else if (kind == 4) {
			buf_printf(out, "\"%s %s\"", vocabulary[dice(ARRAY_LEN(vocabulary))],
				   vocabulary[dice(ARRAY_LEN(vocabulary))]);
		} else if (kind == 5) {
			static const char *const begun[] = {"م*", "ال*", "مد*", "رئ*", "2*", "b*", "الر*", "\"رئيس الو\"*"};
			buf_add_str(out, begun[dice(ARRAY_LEN(begun))]);
		} else {
			buf_printf(out, "%s%s", dice(5) ? "" : dice(2) ? "title:" : "text:",
				   vocabulary[dice(ARRAY_LEN(vocabulary))]);
		}
	}
}

static void
compare(struct world *w, const char *text, enum store_way way)
{
	struct store_filter f = {.since = TIME_NONE, .before = TIME_NONE, .query = text};
	struct store_rows rows = {0};
	assert_ok(store_list(w->s, &f, 0, way, 1000, &rows, why));
	struct query *q = query_new(bytes_of(text), NOW, 0);
	assert_ok(store_query_resolve(w->s, q, text, why));
	size_t want = 0;
	for (size_t i = 0; i < WORLD; i++) {
		bool here = false;
		for (size_t k = 0; k < rows.n && !here; k++)
			here = rows.items[k].id == w->ids[i];
		bool shown = !w->articles[i].hidden || (q->root && query_asks_hidden(q->root));
		bool fits = shown && query_matches(q, &w->articles[i]);
		want += fits;
		if (fits != here)
			fail_msg("%s: the store %s, memory %s: %s | %s", text, here ? "finds" : "does not find",
				 fits ? "does" : "does not", w->titles[i], w->bodies[i]);
	}
	assert_int_equal(rows.n, want);
	for (size_t k = 1; k < rows.n; k++)
		assert_true(way == STORE_OLDER ? rows.items[k].id < rows.items[k - 1].id
					       : rows.items[k].id > rows.items[k - 1].id);
	/* windows by key give the same, one after the other */
	int64_t key = 0;
	size_t got = 0;
	for (;;) {
		struct store_rows part = {0};
		assert_ok(store_list(w->s, &f, key, way, 7, &part, why));
		for (size_t k = 0; k < part.n; k++)
			assert_true(got + k < rows.n && part.items[k].id == rows.items[got + k].id);
		got += part.n;
		key = part.n ? part.items[part.n - 1].id : 0;
		size_t n = part.n;
		store_rows_release(&part);
		if (n < 7)
			break;
	}
	assert_int_equal(got, rows.n);
	query_free(q);
	store_rows_release(&rows);
}

static void
store_and_memory_agree(void **state)
{
	(void)state;
	struct world w;
	make_world(&w);
	for (int round = 0; round < 2; round++) {
		for (int i = 0; i < 600; i++) {
			struct buf text;
			buf_init(&text, 0);
			random_query(&text, 0);
			compare(&w, text.data, i % 2 ? STORE_OLDER : STORE_NEWER);
			buf_release(&text);
		}
		/* then with the small index holding only the newest */
		struct why why;
		if (round == 0)
			assert_int_equal(db_run(w.s, &why,
						"UPDATE meta SET value = ? WHERE name = 'recent'", "i",
						w.ids[WORLD / 2] & ~INT64_C(0xfffff)), OK);
	}
	for (size_t i = 0; i < WORLD; i++) {
		free(w.titles[i]);
		free(w.bodies[i]);
		free(w.authors[i]);
	}
	store_close(w.s);
}

/* What is looked up beside the entries follows them: names that change, and go. */
static void
authors_follow_their_articles(void **state)
{
	(void)state;
	struct store *s = open_store("a.db");
	sync_default(s);
	int64_t one = feed_id(s, ONE), names, written;
	struct store_item items[] = {
		{.key = "a", .title = "١", .author = "أحمد عليّ", .published = NOW - 10, .updated = TIME_NONE},
		{.key = "b", .title = "٢", .author = "أحمد عليّ", .published = NOW - 9, .updated = TIME_NONE},
		{.key = "c", .title = "٣", .author = "", .published = NOW - 8, .updated = TIME_NONE},
		{.key = "d", .title = "٤", .published = NOW - 7, .updated = TIME_NONE},
	};
	merge(s, one, items, 4);
	assert_int_equal(hits(s, "author:احمد"), 2);
	assert_int_equal(hits(s, "author:\"احمد علي\""), 2);
	assert_int_equal(hits(s, "-author:احمد"), 2);
	items[1].author = "ليلى";
	items[1].title = "٢ معدل";
	items[2].author = "ليلى";
	items[2].title = "٣ معدل";
	merge(s, one, items, 4);
	assert_int_equal(hits(s, "author:احمد"), 1);
	assert_int_equal(hits(s, "author:ليلي"), 2);
	int64_t id;
	size_t n;
	assert_ok(db_int(s, why, &id, "SELECT id FROM entries WHERE title = '٤'", ""));
	assert_ok(store_page_author(s, id, "O'Neil", why));
	assert_int_equal(hits(s, "author:\"o'neil\""), 1);
	const struct store_keep keep = {.count = 1};
	do
		assert_ok(store_forget(s, one, &keep, NOW, 64, &n, why));
	while (n);
	assert_ok(db_int(s, why, &names, "SELECT count(*) FROM authors", ""));
	assert_ok(db_int(s, why, &written, "SELECT count(*) FROM written", ""));
	assert_int_equal(names, 1);
	assert_int_equal(written, 1);
	assert_int_equal(hits(s, "author:ليلي"), 0);
	store_close(s);
}

/* ---- where hits stand --------------------------------------------------------------- */

/* Vowelled text: each place found is exactly the word, with all its marks. */
static void
places_are_the_words(void **state)
{
	(void)state;
	static const char *const marks[] = {"َ", "ُ", "ِ", "ّ", "ً", "ٌ", "ٍ", "ْ", "ٰ", "ـ"};
	for (int round = 0; round < 400; round++) {
		struct buf text;
		uint32_t starts[24], ends[24];
		const char *words[24];
		unsigned n = 2 + dice(20);
		buf_init(&text, 0);
		for (unsigned i = 0; i < n; i++) {
			words[i] = vocabulary[dice(ARRAY_LEN(vocabulary))];
			if (i)
				buf_add_str(&text, dice(6) ? " " : dice(2) ? "، «" : "» ");
			starts[i] = (uint32_t)text.len;
			for (const char *p = words[i], *end = p + strlen(p); p < end;) {
				const char *at = p;
				utf8_next(&p, end);
				buf_add(&text, at, (size_t)(p - at));
				bool rtl = (unsigned char)at[0] >= 0xd8;
				for (unsigned m = dice(3); rtl && m-- > 0;)
					buf_add_str(&text, marks[dice(ARRAY_LEN(marks))]);
			}
			ends[i] = (uint32_t)text.len;
		}
		const char *asked = vocabulary[dice(ARRAY_LEN(vocabulary))];
		struct query *q = query_new(bytes_of(asked), NOW, 0);
		uint32_t places[64][2];
		size_t got = query_places(q, buf_view(&text), false, places, 64, NULL), want = 0;
		for (unsigned i = 0; i < n; i++) {
			if (!finds(asked, words[i]))
				continue;
			if (want >= got || places[want][0] != starts[i] || places[want][1] != ends[i])
				fail_msg("%s in %s: place %zu is not [%u, %u)", asked, text.data, want, starts[i],
					 ends[i]);
			want++;
		}
		assert_int_equal(got, want);
		query_free(q);
		buf_release(&text);
	}
}

static void
as_typed_comes_first(void **state)
{
	(void)state;
	struct store *s = open_store("a.db");
	sync_default(s);
	int64_t one = feed_id(s, ONE);
	/* the folded ones are newer, and one has the word often */
	int64_t exact = add_article(s, one, "a", "خبر", "نشرت مدرسه بيانا", NOW - 500);
	add_article(s, one, "b", "مدرسة مدرسة", "المدرسة مدرسة المدرسة مدرسة", NOW - 10);
	for (int i = 0; i < 40; i++) {
		char *key = mem_printf("k%d", i);
		add_article(s, one, key, "المدرسة", "عن مدرسة", NOW - 20 - i);
		free(key);
	}
	struct store_filter f = {.query = "مدرسه"};
	struct store_hits found = {0};
	assert_ok(store_search(s, &f, 0, STORE_OLDER, 50, true, &found, why));
	assert_int_equal(found.n, 42);
	assert_true(found.items[0].row.id == exact);
	assert_string_equal(found.items[1].row.title, "مدرسة مدرسة");
	assert_int_equal(found.items[1].matches_n, 2);
	assert_int_equal(found.items[1].matches[0][0], 0);
	assert_int_equal(found.items[1].matches[0][1], strlen("مدرسة"));
	store_hits_release(&found);
	/* unranked: the newest first */
	assert_ok(store_search(s, &f, 0, STORE_OLDER, 50, false, &found, why));
	assert_string_equal(found.items[0].row.title, "مدرسة مدرسة");
	assert_true(found.items[41].row.id == exact);
	store_hits_release(&found);
	store_close(s);
}

#define T(f) cmocka_unit_test_setup_teardown(f, scratch_make, scratch_drop)

int
main(void)
{
	setenv("TZ", "UTC", 1);
	setenv("AKHBAR_NOW", "1790000000", 1);
	const struct CMUnitTest tests[] = {
		T(folding_joins_what_the_table_says),
		cmocka_unit_test(each_letter_of_the_table),
		cmocka_unit_test(reads_what_is_typed),
		T(nothing_typed_breaks_it),
		T(store_and_memory_agree),
		T(authors_follow_their_articles),
		cmocka_unit_test(places_are_the_words),
		T(as_typed_comes_first),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
