/* SPDX-License-Identifier: MIT
 *
 * See scene.h. Included by the tests that need it, as vt.c is.
 */
#include "screen/scene.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "akhbar/doc.h"
#include "sys/lang.h"
#include "ui/guide.h"
#include "ui/headlines.h"
#include "ui/sections.h"

#define MINUTES(n) ((n) * 60)
#define HOURS(n) ((n) * 3600)
#define DAYS(n) ((n) * 86400)

#define SCENE_OK(call) \
	do { \
		if ((call) != OK) \
			fail_msg("%s: %s", #call, why.text); \
	} while (0)

enum { READ = 1, STARRED = 2, FULL = 4, CHANGED = 8, UNDATED = 16 };

static const struct store_source scene_sources[] = {
	{.url = "https://economy.example/feed", .title = "الاقتصادية", .section = "اقتصاد"},
	{.url = "https://markets.example/feed", .title = "أسواق", .section = "اقتصاد"},
	{.url = "https://tech.example/feed", .title = "التقنية اليوم", .section = "علوم وتقنية"},
	{.url = "https://sky.example/feed", .title = "مجلة الفلك والفضاء العربية", .section = "علوم وتقنية"},
	{.url = "https://culture.example/feed", .title = "الثقافية", .section = "ثقافة وفن"},
	{.url = "https://sport.example/feed", .title = "ملاعب", .section = "رياضة"},
	{.url = "https://world.example/feed", .title = "World Desk", .section = "World"},
};

static const struct scene_article {
	int source;
	int64_t age; /* seconds before SCENE_NOW */
	unsigned marks;
	const char *title, *author;
} scene_articles[] = {
	{0, 30, 0, "البنك المركزي يثبّت سعر الفائدة عند 3% ويتوقع تراجع التضخم قبل نهاية العام", NULL},
	{5, MINUTES(1) + 5, 0, "انطلاق البطولة العربية في الرباط بمشاركة 18 فريقًا", NULL},
	{2, MINUTES(2) + 1, STARRED, "OpenAI تعلن نموذجًا جديدًا يفهم اللهجات العربية", "سلمى العلوي"},
	{1, MINUTES(11), READ, "أسعار النفط ترتفع إلى 84 دولارًا للبرميل", NULL},
	{3, MINUTES(25), READ | FULL, "شبكة من الأقمار الصغيرة ترصد الجفاف قبل وقوعه بأسابيع", "سلمى العلوي"},
	{6, HOURS(1), 0, "Ports reopen after the storm; ferries run again", "Ines Marsh"},
	{4, HOURS(2), READ | STARRED | FULL, "العثور على نقش نادر في مدينة فاس القديمة", NULL},
	{0, HOURS(4), CHANGED, "وزارة الصحة: تراجع الإصابات بنسبة 12,5% خلال أكتوبر", NULL},
	{1, HOURS(11), READ | CHANGED, "الصادرات الزراعية تنمو 7% في الربع الثالث", NULL},
	{4, HOURS(19), READ, "مهرجان للفيلم القصير يكرّم مخرجًا من جيل الرواد", "هدى منصور"},
	{3, HOURS(25), 0, "الأمم المتحدة (UN): ملايين الأطفال خارج المدارس في مناطق النزاع", NULL},
	{2, HOURS(26), READ, "دراسة: القراءة عشرين دقيقة يوميًّا تحسّن الذاكرة", NULL},
	{2, HOURS(30), 0, "كيف تختار حاسوبًا للدراسة؟ عشر نصائح C++ وPython", NULL},
	{5, DAYS(2), READ, "منتخب الشباب يعلن قائمة من 23 لاعبًا", NULL},
	{4, DAYS(2) + HOURS(3), STARRED, "«اللغة بيتي الأول»: حوار مع روائية", "هدى منصور"},
	{6, DAYS(2) + HOURS(5), READ, "Letters from a slower railway", NULL},
	{0, DAYS(9), READ, "الموازنة الجديدة أمام البرلمان", NULL},
	{3, DAYS(9) + HOURS(2), UNDATED, "صور: خسوف القمر كما بدا من الصحراء", NULL},
	{5, DAYS(400), READ, "نهائي الكأس: ركلات الترجيح تحسم اللقب", NULL},
};

/* What is read on the article screens. */
static const char scene_text[] =
	"قال باحثون من ثلاث جامعات عربية إن شبكة تضم 24 قمرًا صناعيًّا صغيرًا باتت قادرة على رصد "
	"مؤشرات الجفاف قبل ظهورها على الأرض بستة أسابيع، بدقة تصل إلى 87%.\n\n"
	"# كيف تعمل الشبكة؟\n\n"
	"تقيس الأقمار رطوبة التربة كل ست ساعات، ثم يقارن برنامج مفتوح المصدر (SoilWatch 2.1) "
	"القراءات بسجلات تعود إلى عام 1991، وتُنشر النتائج في خرائط يومية "
	"<https://maps.example/drought> متاحة للمزارعين.\n\n"
	"> لا نتنبأ بالمطر، بل نقرأ ما تقوله الأرض.\n\n"
	"# ما الخطوة التالية؟\n\n"
	"- توسيع القياس ليشمل الواحات والمراعي في 2027.\n"
	"- إتاحة التنبيهات بالرسائل القصيرة **بالعربية والأمازيغية**.\n\n"
	"1. تدريب عشرين مهندسًا.\n"
	"2. إطلاق ستة أقمار أخرى.\n\n"
	"ويأمل الباحثون أن تساعد الخرائط في توزيع مياه السدود توزيعًا أعدل خلال المواسم الصعبة، وأن "
	"تصل البيانات إلى كل قرية لها هاتف واحد على الأقل.\n\n"
	"    soilwatch --region atlas --days 42\n\n"
	"ولا تزال الكلفة، وفق الفريق، أقل من عُشر كلفة قمر تقليدي واحد: 4,5 مليون دولار.\n";

/* A text in the other direction, for the source that writes so. */
static const char scene_text_english[] =
	"The line was never meant to be fast. It climbs out of the valley in eleven long bends, and "
	"at each of them the driver still looks back along the train, as the rules of 1908 ask.\n\n"
	"# What the passengers say\n\n"
	"Most of them could take the bus <https://buses.example/valley> and be home an hour sooner; the "
	"town at the top is called قصبة, and its market opens at 7:30.\n\n"
	"> We do not sell speed. We sell the window.\n\n"
	"- Two trains a day, three on Saturdays.\n"
	"- A seat costs 4.50, with a window 4.50.\n\n"
	"1. Buy the ticket on the train.\n"
	"2. Wave at the next bend.\n";

/* One that has what articles may have: code, a nested list, numbers, marks. */
static const char scene_text_rich[] =
	"شملت الدراسة 1,240 طالبًا من 12 مدرسة بين عامي 2019–2024، وقاست زمن القراءة بالدقائق.\n\n"
	"# طريقة القياس\n\n"
	"تُشغَّل الأداة `memtest` بالأمر الآتي، ثم تُرسل النتائج إلى results@study.example:\n\n"
	"    $ memtest --lang ar --days 30\n"
	"    # تعليق بالعربية\n"
	"    if (x > 3) { return x * 2; }\n\n"
	"والأرقام كما نشرها **معهد القراءة** (Reading Institute):\n";

enum pass { PASS_UNDATED, PASS_DRAFTS, PASS_FINAL }; /* what the feed brings, one day after the other */

static void
scene_merge(struct store *s, const struct store_feed *feed, size_t source, enum pass pass)
{
	struct store_item items[ARRAY_LEN(scene_articles)];
	char *keys[ARRAY_LEN(scene_articles)];
	size_t n = 0;
	struct store_merged merged;
	struct why why = {""};
	for (size_t i = 0; i < ARRAY_LEN(scene_articles); i++) {
		const struct scene_article *a = &scene_articles[i];
		if ((size_t)a->source != source || (pass == PASS_UNDATED && !(a->marks & UNDATED)))
			continue;
		bool draft = (a->marks & CHANGED) && pass != PASS_FINAL;
		keys[n] = mem_printf("article-%zu", i);
		items[n] = (struct store_item){
			.key = keys[n],
			.title = draft ? "مسودة" : a->title,
			.author = a->author,
			.link = "https://news.example/article",
			.published = a->marks & UNDATED ? TIME_NONE : SCENE_NOW - a->age,
			.updated = draft ? TIME_NONE : SCENE_NOW,
		};
		n++;
	}
	struct store_reply reply = {.feed_id = feed->id,
				    .now = pass == PASS_UNDATED ? SCENE_NOW - DAYS(9) : SCENE_NOW,
				    .title = feed->title,
				    .dir = DIR_RTL,
				    .status = 200,
				    .next_due = SCENE_NOW + HOURS(1),
				    .items = items,
				    .n = n};
	SCENE_OK(store_merge(s, &reply, &merged, &why));
	for (size_t i = 0; i < n; i++)
		free(keys[i]);
}

static struct doc_cell
scene_cell(const char *text, bool header)
{
	return (struct doc_cell){.body = {.text = bytes_of(text)}, .header = header, .colspan = 1};
}

/* A picture that can be opened, and a table with a column of numbers. */
static void
scene_add_rich(struct doc *doc)
{
	const struct doc_cell cells[] = {
		scene_cell("الفئة", true),   scene_cell("دقائق", true),
		scene_cell("الابتدائية", false), scene_cell("18.5", false),
		scene_cell("الثانوية", false),   scene_cell("24", false),
	};
	doc_add(doc, &(struct block){.kind = BLOCK_TABLE,
				     .cells = arena_dup(doc->arena, cells, sizeof(cells)),
				     .rows = 3,
				     .cols = 2});
	doc_add(doc, &(struct block){.kind = BLOCK_IMAGE,
				     .link = doc_link(doc, "https://study.example/picture.jpg"),
				     .body = {.text = bytes_of("قاعة القراءة في المكتبة العامة")}});
	doc_add(doc, &(struct block){.kind = BLOCK_ITEM,
				     .level = 1,
				     .body = {.text = bytes_of("القراءة في الصباح")}});
	doc_add(doc, &(struct block){.kind = BLOCK_ITEM,
				     .level = 2,
				     .body = {.text = bytes_of("عشرون دقيقة تكفي")}});
	doc_add(doc, &(struct block){.kind = BLOCK_RULE});
	struct doc *end = guide_parse(bytes_of(
		"تجد الدراسة كاملة في <https://study.example/report.pdf> وملخصها بالإنجليزية.\n"));
	doc_append(doc, end);
	doc_free(end);
}

static struct doc *
scene_doc(const struct scene_article *a)
{
	bool rich = strncmp(a->title, "دراسة", strlen("دراسة")) == 0;
	struct doc *doc = guide_parse(bytes_of(rich	     ? scene_text_rich
					       : a->source == 6 ? scene_text_english
								: scene_text));
	if (rich)
		scene_add_rich(doc);
	return doc;
}

static void
scene_put_doc(struct store *s, int64_t id, const struct scene_article *a, bool full)
{
	struct doc *doc = scene_doc(a);
	struct buf bytes, plain;
	struct why why = {""};
	buf_init(&bytes, 0);
	buf_init(&plain, 0);
	doc_encode(doc, &bytes);
	doc_plain(doc, &plain);
	struct store_doc row = {.id = id,
				.doc = buf_view(&bytes),
				.plain = plain.data,
				.plain_len = plain.len,
				.full = full};
	SCENE_OK(store_put_docs(s, &row, 1, &why));
	buf_release(&bytes);
	buf_release(&plain);
	doc_free(doc);
}

static void
scene_mark(struct store *s)
{
	struct store_filter all = {.since = TIME_NONE, .before = TIME_NONE};
	struct store_rows rows;
	struct why why = {""};
	SCENE_OK(store_list(s, &all, 0, STORE_OLDER, 1000, &rows, &why));
	assert_int_equal(rows.n, ARRAY_LEN(scene_articles));
	for (size_t i = 0; i < rows.n; i++) {
		for (size_t k = 0; k < ARRAY_LEN(scene_articles); k++) {
			const struct scene_article *a = &scene_articles[k];
			int64_t id = rows.items[i].id;
			if (strcmp(a->title, rows.items[i].title) != 0)
				continue;
			scene_put_doc(s, id, a, false);
			if (a->marks & FULL)
				scene_put_doc(s, id, a, true);
			if (a->marks & READ)
				SCENE_OK(store_mark(s, &id, 1, MARK_READ, &why));
			if (a->marks & STARRED)
				SCENE_OK(store_mark(s, &id, 1, MARK_STAR, &why));
		}
	}
	store_rows_release(&rows);
}

void
scene_start(struct scene *f)
{
	struct why why = {""};
	struct store_feeds feeds;
	const char *tmp = getenv("AKHBAR_TMP");
	*f = (struct scene){0};
	snprintf(f->path, sizeof(f->path), "%s/scene-%d.db", tmp ? tmp : "/tmp", (int)getpid());
	unlink(f->path);
	SCENE_OK(store_open(f->path, STORE_READ_WRITE, &f->store, &why));
	SCENE_OK(store_sync_sources(f->store, scene_sources, ARRAY_LEN(scene_sources), &why));
	SCENE_OK(store_feeds(f->store, &feeds, &why));
	for (size_t i = 0; i < feeds.n; i++) {
		for (int pass = PASS_UNDATED; pass <= PASS_FINAL; pass++)
			scene_merge(f->store, &feeds.items[i], i, (enum pass)pass);
	}
	store_feeds_release(&feeds);
	scene_mark(f->store);
}

void
scene_end(struct scene *f)
{
	store_close(f->store);
	unlink(f->path);
}

void
scene_open(struct scene *f, const char *lang, int rows, int cols)
{
	lang_choose(lang);
	f->config = config_new();
	f->keys = keymap_new();
	struct app_start s = {
		.store = f->store,
		.config = f->config,
		.keys = f->keys,
		.with_guide = true,
		.feeds = "/dev/null/feeds",
		.own_feeds = true,
	};
	app_init(&f->app, &s);
	words_init(&f->app.words, "auto", "gulf", SCENE_NOW, 0);
	app_resize(&f->app, rows, cols);
	sections_load(&f->app);
	headlines_open(&f->app, sections_current(f->app.sections));
	app_push(&f->app, &screen_headlines);
	f->app.sections->focus = false;
}

void
scene_set(struct scene *f, const char *name, const char *value)
{
	struct why why = {""};
	if (config_set(f->config, name, value, &why) != OK)
		fail_msg("%s", why.text);
}

void
scene_do(struct scene *f, enum action a)
{
	app_act(&f->app, a);
	app_draw(&f->app);
}

void
scene_close(struct scene *f)
{
	app_release(&f->app);
	keymap_free(f->keys);
	config_free(f->config);
}
