/* SPDX-License-Identifier: MIT */
/* Phrases of furniture, compared after folding (words_folded). */
#include "html/find.h"

#include <stdlib.h>
#include <string.h>

enum where {
	WHOLE, /* the line is the phrase, a number may follow */
	START, /* it starts with it */
	IN,    /* it holds it */
};

struct phrase {
	const char *text;
	enum where where;
	bool always; /* also between two paragraphs */
};

static const struct phrase furniture[] = {
	/* forms for comments */
	{"اترك رد", START, true}, {"اترك تعليق", START, true}, {"أضف تعليق", START, false},
	{"إلغاء الرد", START, true}, {"لن يتم نشر عنوان بريدك الإلكتروني", IN, true},
	{"الحقول الإلزامية مشار إليها", IN, true}, {"احفظ اسمي بريدي الإلكتروني", IN, true},
	{"إرسال التعليق", WHOLE, false}, {"لا توجد تعليقات", START, false}, {"التعليقات", WHOLE, false},
	{"إظهار التعليقات", START, false}, {"معايير المجتمع", WHOLE, false},
	{"شارك برأيك", WHOLE, false}, {"نظر شما", WHOLE, false}, {"ارسال نظر", WHOLE, false},
	{"leave a comment", START, false}, {"leave a reply", START, true},
	{"post a comment", START, false}, {"comments", WHOLE, false}, {"view comments", START, false},
	{"your email address will not be published", IN, true},
	{"required fields are marked", IN, true},
	/* consent */
	{"يستخدم هذا الموقع ملفات تعريف الارتباط", IN, true},
	{"نستخدم ملفات تعريف الارتباط", IN, true}, {"باستخدامك هذا الموقع فإنك توافق", IN, true},
	{"سنفترض أنك موافق على ذلك", IN, true}, {"قبول قراءة المزيد", IN, true},
	{"سياسة الخصوصية", WHOLE, false}, {"we use cookies", IN, true},
	{"this site uses cookies", IN, true},
	/* related */
	{"مقالات ذات صلة", START, false}, {"أخبار ذات صلة", START, false},
	{"مواضيع ذات صلة", START, false}, {"موضوعات ذات صلة", START, false},
	{"مواضيع متعلقة", START, false}, {"أخبار متعلقة", START, false},
	{"اقرأ أيضا", START, true}, {"اقرأ المزيد", START, false}, {"اقرأ كذلك", START, true},
	{"إقرأ المزيد", START, false}, {"طالع أيضا", START, true}, {"تصفح أيضا", START, true},
	{"شاهد أيضا", START, true}, {"شاهد الفيديو", WHOLE, false}, {"قد يعجبك أيضا", START, false},
	{"قد يهمك أيضا", START, true}, {"الأكثر قراءة", START, false},
	{"الأكثر مشاهدة", START, false}, {"مواضيع ساخنة", START, false}, {"آخر الأخبار", WHOLE, false},
	{"عاجل", WHOLE, false}, {"السابق", WHOLE, false}, {"التالي", WHOLE, false},
	{"للمزيد من الأخبار", START, false}, {"المزيد", WHOLE, false}, {"بیشتر بخوانید", START, true},
	{"بیشتر بخوانید", WHOLE, true}, {"اخبار مرتبط", START, false}, {"مطالب مرتبط", START, false},
	{"همچنین بخوانید", START, true}, {"مزید پڑھیں", START, true}, {"یہ بھی پڑھیں", START, true},
	{"related articles", START, false}, {"related stories", START, false},
	{"related", WHOLE, false}, {"related posts", START, false}, {"related content", START, false},
	{"related topics", START, false}, {"related coverage", START, false},
	{"read more", WHOLE, true}, {"read also", START, true}, {"also read", START, true},
	{"read next", START, false}, {"see also", WHOLE, false}, {"more from", START, false},
	{"more on this story", START, false}, {"most read", START, false}, {"most popular", START, false},
	{"recommended", WHOLE, false}, {"recommended for you", START, false},
	{"you may also like", START, false}, {"you might also like", START, false},
	{"trending now", START, false}, {"read the full story", START, false},
	{"continue reading", START, false}, {"story continues below", IN, true},
	{"story continues", WHOLE, true}, {"article continues below", IN, true},
	{"continue reading below", IN, true}, {"scroll down", WHOLE, false},
	/* share, follow */
	{"شارك", WHOLE, false}, {"مشاركة", WHOLE, false}, {"شارك المقال", START, false},
	{"شارك الخبر", START, false}, {"شارك على", START, false}, {"مشاركة الخبر", START, false},
	{"نسخ الرابط", START, true}, {"انسخ الرابط", START, true}, {"طباعة", WHOLE, false},
	{"انقر للمشاركة على", IN, true}, {"تابعنا", START, false}, {"تابعونا", START, false},
	{"تابعوا", START, false}, {"تابع آخر", START, false}, {"لمتابعة آخر", START, false},
	{"انضم إلى قناتنا", START, false}, {"انضموا إلى", START, false},
	{"اشترك في نشرتنا", START, false}, {"اشترك في النشرة", START, false},
	{"اشترك الآن", START, false}, {"اشترك في قناة", START, false},
	{"حمل التطبيق", START, false}, {"حمل تطبيق", START, false}, {"عبر غوغل نيوز", IN, false},
	{"عبر جوجل نيوز", IN, false}, {"عبر google news", IN, false},
	{"share", WHOLE, false}, {"share this", START, false}, {"share on", START, false},
	{"share via", START, false}, {"click to share", START, true}, {"copy link", START, false},
	{"print", WHOLE, false}, {"follow us", START, false}, {"follow me", START, false},
	{"follow on twitter", IN, false}, {"sign up for our", IN, false}, {"sign up to our", IN, false},
	{"sign up for the", START, false}, {"sign up here", IN, false},
	{"subscribe to our", START, false}, {"subscribe now", START, false},
	{"get the latest news", START, false}, {"join our", START, false},
	{"download our app", IN, false}, {"download the app", IN, false},
	{"like us on facebook", IN, false}, {"email this", START, false},
	{"thanks for signing up", IN, true}, {"this content is not available", IN, false},
	{"enter your email", START, false}, {"email address", WHOLE, false},
	/* tags, page furniture */
	{"الوسوم", START, false}, {"كلمات دلالية", START, false}, {"كلمات مفتاحية", START, false},
	{"الكلمات المفتاحية", START, false}, {"وسوم", WHOLE, false}, {"برچسب‌ها", START, false},
	{"کلیدواژه", START, false}, {"جميع الحقوق محفوظة", IN, false},
	{"حقوق النشر محفوظة", IN, false}, {"كافة الحقوق محفوظة", IN, false},
	{"من نحن", WHOLE, false}, {"اتصل بنا", WHOLE, false}, {"الرئيسية", WHOLE, false},
	{"تسجيل الدخول", WHOLE, false}, {"إعلان", WHOLE, true}, {"إعلانات", WHOLE, true},
	{"تبليغات", WHOLE, true}, {"کد خبر", START, false}, {"کد مطلب", START, false},
	{"لینک کوتاه", START, false}, {"رابط مختصر", START, false}, {"کپی لینک", START, false},
	{"all rights reserved", IN, false}, {"tags", START, false}, {"topics", WHOLE, false},
	{"filed under", START, false}, {"posted in", START, false}, {"advertisement", WHOLE, true}, {"advert", WHOLE, true},
	{"advertisements", WHOLE, true}, {"skip advertisement", WHOLE, true},
	{"sponsored content", WHOLE, false}, {"sponsored", WHOLE, false}, {"ad", WHOLE, true},
	{"report this ad", WHOLE, true}, {"loading", WHOLE, true}, {"back to top", WHOLE, false},
	{"image credit", START, false}, {"photo credit", START, false}, {"photo by", START, false},
	{"image source", START, false}, {"getty images", WHOLE, false}, {"view gallery", START, false},
	{"copyright", START, false}, {"terms of use", START, false}, {"privacy policy", START, false},
	{"disclaimer", WHOLE, false}, {"watch", WHOLE, false}, {"watch more", WHOLE, false},
	{"listen to this article", START, false}, {"about the author", START, false},
	{"view on instagram", IN, true}, {"view this post on instagram", IN, true},
	{"supports html5 video", IN, true}, {"enable javascript", IN, true},
	{"browser does not support", IN, true}, {"media source currently available", IN, true},
	{"متصفحك لا يدعم", IN, true}, {"مرورگر شما", START, false},
	{"no media source currently available", IN, true}, {"embed", WHOLE, false},
	/* beside the title */
	{"تم نشره", START, false}, {"تاريخ النشر", START, false}, {"آخر تحديث", START, false},
	{"محدثة", START, false}, {"عدد المشاهدات", START, false}, {"دقيقة قراءة", IN, false},
	{"دقائق قراءة", IN, false}, {"وقت القراءة", START, false}, {"published on", START, false},
	{"last updated", START, false}, {"min read", IN, false}, {"minute read", IN, false},
	{"first published", START, false},
};

static const char *const consents[] = {
	"ملفات تعريف الارتباط", "we use cookies", "uses cookies", "use of cookies", "accept all cookies",
	"before you continue to", "accept cookies", "manage your privacy", "our partners store",
	"استفاده از کوکی", "سنفترض أنك موافق",
};

static const char *const script_walls[] = {
	"enable javascript", "javascript is disabled", "javascript is required", "need to enable javascript",
	"javascript to run this app", "requires javascript", "turn on javascript", "turn javascript on",
	"تفعيل جافا سكريبت", "تمكين جافا سكريبت", "تفعيل الجافا سكريبت", "تفعيل javascript",
	"checking your browser", "verify you are human", "just a moment",
};

static const char *const refusals[] = {
	"access denied", "403 forbidden", "you don t have permission", "you have been blocked",
	"request blocked", "request could not be satisfied", "error 403", "attention required",
	"are you a robot", "unusual traffic", "automated access", "captcha", "access to this page has been denied",
	"تم رفض الوصول", "الوصول مرفوض", "غير مصرح لك", "ليس لديك صلاحية", "تم حظرك",
};

static const char *const paywalls[] = {
	"subscribe to read", "subscribe to continue", "subscribers only", "this content is for subscribers",
	"log in to read", "sign in to read", "already a subscriber", "to continue reading",
	"اشترك لقراءة", "اشترك لمتابعة القراءة", "للمشتركين فقط", "سجل الدخول لقراءة", "محتوى للمشتركين",
	"لقراءة المقال كاملا",
};


/* Is it in, at a word's edge? */
static bool
holds(struct bytes line, struct bytes word, enum where where)
{
	if (where == IN) {
		const char *at = line.len >= word.len ? memmem(line.data, line.len, word.data, word.len) : NULL;
		return at && (at == line.data || at[-1] == ' ');
	}
	if (line.len < word.len || memcmp(line.data, word.data, word.len) != 0)
		return false;
	if (where == START)
		return true;
	for (size_t i = word.len; i < line.len; i++)
		if (line.data[i] != ' ' && (line.data[i] < '0' || line.data[i] > '9'))
			return false;
	return true;
}

static bool
any_in(struct bytes line, const char *const *list, size_t n)
{
	struct buf word;
	buf_init(&word, 0);
	bool found = false;
	for (size_t i = 0; i < n && !found; i++) {
		buf_clear(&word);
		words_folded(bytes_of(list[i]), &word);
		found = holds(line, buf_view(&word), IN);
	}
	buf_release(&word);
	return found;
}

int
phrase_of(struct bytes folded)
{
	struct buf word;
	buf_init(&word, 0);
	int found = 0;
	for (size_t i = 0; i < ARRAY_LEN(furniture) && !found; i++) {
		buf_clear(&word);
		words_folded(bytes_of(furniture[i].text), &word);
		if (holds(folded, buf_view(&word), furniture[i].where))
			found = furniture[i].always ? 2 : 1;
	}
	buf_release(&word);
	return found;
}

bool
phrase_is_consent(struct bytes folded)
{
	return any_in(folded, consents, ARRAY_LEN(consents));
}

bool
phrase_is_script_wall(struct bytes folded)
{
	return any_in(folded, script_walls, ARRAY_LEN(script_walls));
}

bool
phrase_is_refusal(struct bytes folded)
{
	return any_in(folded, refusals, ARRAY_LEN(refusals));
}

bool
phrase_is_paywall(struct bytes folded)
{
	return any_in(folded, paywalls, ARRAY_LEN(paywalls));
}
