/* SPDX-License-Identifier: MIT */
/* Words in class and id that say what an element is. Compared whole, after parting
 * at '-', '_', white space and camel case: "pagination" is not "page". */
#include "html/find.h"

#include <stdlib.h>
#include <string.h>

#define WORDS_MAX 48
#define WORD_BYTES 32

#define U NAMED_UNLIKELY
#define C NAMED_COMMENTS
#define B NAMED_BODY /* the text of an article in the words of those who make sites */
#define L NAMED_LEAD
#define A NAMED_AUTHOR
#define D NAMED_DATE
#define S NAMED_SITE /* of the site, not of the article */

struct name {
	const char *word;
	uint8_t kinds;
};

/* Sorted. Two words stand for both in a row. */
static const struct name names[] = {
	{"about author", U}, {"abstract", L}, {"ad", U}, {"addthis", U}, {"addtoany", U},
	{"ads", U}, {"adsbygoogle", U}, {"adslot", U}, {"advert", U},
	{"advertisement", U}, {"advertising", U}, {"adverts", U}, {"article body", B},
	{"article content", B}, {"article detail", B}, {"article details", B},
	{"article meta", U}, {"article tags", U}, {"article text", B},
	{"articleauthor", A}, {"articlebody", B}, {"articlecontent", B},
	{"articletext", B}, {"auth name", A}, {"author", A}, {"author bio", U},
	{"author box", U}, {"author info", U}, {"author profile", U}, {"authorbox", U},
	{"authorlink", A}, {"authorname", A}, {"authors", A}, {"banner", U}, {"bio", U},
	{"blog content", B}, {"blog name", S}, {"blog title", S}, {"body content", B},
	{"bottom nav", U}, {"breadcrumb", U}, {"breadcrumbs", U}, {"byline", U | A},
	{"bylines", A}, {"caption", U}, {"captions", U}, {"chapo", L}, {"colophon", U},
	{"column writer", A}, {"comment", U | C}, {"commentlist", U | C},
	{"comments", U | C}, {"consent", U}, {"content body", B}, {"cookie", U},
	{"cookies", U}, {"copyright", U}, {"create date", D}, {"created", D},
	{"createdate", D}, {"credit", U}, {"credits", U}, {"date", U | D},
	{"dateline", U | D}, {"deck", L}, {"dek", L}, {"details content", B},
	{"disqus", U | C}, {"donate", U}, {"donation", U}, {"dropdown", U},
	{"entry body", B}, {"entry content", B}, {"entry footer", U}, {"entry meta", U},
	{"entry tags", U}, {"entrycontent", B}, {"entrytext", B}, {"excerpt", L},
	{"fn", A}, {"follow", U}, {"followus", U}, {"foot", U}, {"footer", U},
	{"gdpr", U}, {"hashtags", U}, {"hidden", U}, {"intro", L}, {"introduction", L},
	{"introtext", L}, {"journalist", A}, {"jp relatedposts", U}, {"katib", A},
	{"keywords", U}, {"kurz", L}, {"latest", U}, {"latest by", A}, {"latest news", U},
	{"lead", L}, {"leadtext", L}, {"lede", L}, {"login", U}, {"logo", S},
	{"masthead", U}, {"menu", U}, {"meta data", U}, {"meta info", U}, {"modal", U},
	{"more from", U}, {"more news", U}, {"more stories", U}, {"most popular", U},
	{"most read", U}, {"most viewed", U}, {"mostread", U}, {"nav", U}, {"navbar", U},
	{"navigation", U}, {"news body", B}, {"news content", B}, {"news details", B},
	{"news text", B}, {"newsbody", B}, {"newscontent", B}, {"newsletter", U},
	{"next post", U}, {"next prev", U}, {"node content", B}, {"noprint", U},
	{"optin", U}, {"outbrain", U}, {"overlay", U}, {"page content", B}, {"pager", U},
	{"pagination", U}, {"paywall", U}, {"popular", U}, {"popup", U}, {"post body", B},
	{"post content", B}, {"post entry", B}, {"post footer", U}, {"post meta", U},
	{"post nav", U}, {"post tags", U}, {"post text", B}, {"postbody", B},
	{"postcontent", B}, {"posted on", D}, {"prev next", U}, {"prev post", U},
	{"print", U}, {"promo", U}, {"promos", U}, {"promotion", U}, {"pubdate", U | D},
	{"publish date", U | D}, {"publish time", U | D}, {"published", D},
	{"read also", U}, {"read more", U}, {"readers", U}, {"reading time", U},
	{"readmore", U}, {"recirc", U}, {"recirculation", U}, {"recommend", U},
	{"recommendation", U}, {"recommendations", U}, {"recommended", U},
	{"registration", U}, {"related", U}, {"relatedposts", U}, {"reply", U},
	{"reporter", A}, {"respond", U | C}, {"review form", U}, {"rss", U}, {"sapo", L},
	{"screen reader", U}, {"see also", U}, {"share", U}, {"shareaholic", U},
	{"sharebar", U}, {"sharebox", U}, {"sharedaddy", U}, {"shares", U},
	{"sharethis", U}, {"sharing", U}, {"sidebar", U}, {"signin", U}, {"signup", U},
	{"single content", B}, {"site branding", S}, {"site logo", S}, {"site name", S},
	{"site title", S}, {"sitename", S}, {"sitetitle", S}, {"skip", U}, {"social", U},
	{"socials", U}, {"sponsor", U}, {"sponsored", U}, {"sponsors", U}, {"sr only", U},
	{"standfirst", L}, {"story body", B}, {"story by", A}, {"story content", B},
	{"story text", B}, {"storybody", B}, {"storycontent", B}, {"sub title", L},
	{"subhead", L}, {"subheadline", L}, {"subscribe", U}, {"subscription", U},
	{"subtitle", L}, {"suggested", U}, {"suggestion", U}, {"suggestions", U},
	{"summary", L}, {"syndication", U}, {"taboola", U}, {"tag list", U},
	{"taglist", U}, {"tags", U}, {"taxonomy", U}, {"td content", B}, {"teaser", U},
	{"teasers", U}, {"text content", B}, {"ticker", U}, {"time", U | D},
	{"timestamp", U | D}, {"toolbar", U}, {"tooltip", U}, {"topics", U},
	{"trending", U}, {"trends", U}, {"visually hidden", U}, {"whatsapp", U},
	{"widget", U}, {"widgets", U}, {"writer", A}, {"writername", A}, {"writers", A},
};

static int
compare(const void *key, const void *item)
{
	return strcmp(key, ((const struct name *)item)->word);
}

static uint8_t
kinds_of(const char *word)
{
	const struct name *found = bsearch(word, names, ARRAY_LEN(names), sizeof(*names), compare);
	return found ? found->kinds : 0;
}

static bool
upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

static bool
lower(char c)
{
	return c >= 'a' && c <= 'z';
}

/* Parts the value into lower-case words; digits part as well. */
static size_t
split(const char *value, char words[WORDS_MAX][WORD_BYTES])
{
	size_t n = 0, at = 0;
	for (const char *p = value; n < WORDS_MAX; p++) {
		bool letter = upper(*p) || lower(*p);
		bool camel = upper(*p) && p > value && lower(p[-1]);
		if ((!letter || camel) && at) {
			words[n++][at] = '\0';
			at = 0;
		}
		if (!*p)
			break;
		if (letter && n < WORDS_MAX && at < WORD_BYTES - 1)
			words[n][at++] = *p | 32;
	}
	return n;
}

uint8_t
names_in(const char *value)
{
	char words[WORDS_MAX][WORD_BYTES], pair[WORD_BYTES * 2];
	size_t n = split(value, words);
	uint8_t kinds = 0;
	for (size_t i = 0; i < n; i++) {
		kinds |= kinds_of(words[i]);
		if (i + 1 == n)
			break;
		size_t a = strlen(words[i]), b = strlen(words[i + 1]);
		memcpy(pair, words[i], a);
		pair[a] = ' ';
		memcpy(pair + a + 1, words[i + 1], b + 1);
		kinds |= kinds_of(pair);
	}
	return kinds;
}

uint8_t
node_names(const struct node *node)
{
	uint8_t kinds = 0;
	for (unsigned i = 0; i < node->attrs_n; i++)
		if (node->attrs[i].name == ATTR_class || node->attrs[i].name == ATTR_id)
			kinds |= names_in(node->attrs[i].value);
	return kinds;
}
