/* SPDX-License-Identifier: MIT */
/* Words in class and id that say what an element is. Compared whole, after parting
 * at '-', '_', white space and camel case: "pagination" is not "page". */
#include "html/find.h"

#include <stdlib.h>
#include <string.h>

#define WORDS_MAX 48
#define WORD_BYTES 32

/* Sorted. Two words stand for both in a row. */
static const char *const unlikely[] = {
	"about author", "ad", "addthis", "addtoany", "ads", "adsbygoogle", "adslot",
	"advert", "advertisement", "advertising", "adverts", "article meta",
	"article tags", "author bio", "author box", "author info", "author profile",
	"authorbox", "banner", "breaking news", "bio", "bottom nav", "breadcrumb", "breadcrumbs",
	"byline", "caption", "captions", "colophon", "comment", "commentlist",
	"comments", "consent", "cookie", "cookies", "copyright", "credit", "credits",
	"date", "dateline", "disqus", "donate", "donation", "dropdown",
	"entry footer", "entry meta", "entry tags", "follow", "followus", "foot",
	"footer", "gdpr", "hashtags", "hidden", "jp relatedposts", "keywords",
	"latest", "latest news", "login", "masthead", "menu", "meta data",
	"meta info", "modal", "more from", "more news", "more stories",
	"most popular", "most read", "most viewed", "mostread", "nav", "navbar",
	"navigation", "newsletter", "next post", "next prev", "noprint", "optin",
	"outbrain", "overlay", "pager", "pagination", "paywall", "popular", "popup",
	"post footer", "post meta", "post nav", "post tags", "prev next",
	"prev post", "print", "promo", "promos", "promotion", "pubdate",
	"publish date", "publish time", "read also", "read more", "readers",
	"reading time", "readmore", "recirc", "recirculation", "recommend",
	"recommendation", "recommendations", "recommended", "registration",
	"related", "relatedposts", "reply", "respond", "review form", "rss",
	"screen reader", "see also", "share", "shareaholic", "sharebar", "sharebox",
	"sharedaddy", "shares", "sharethis", "sharing", "sidebar", "signin",
	"signup", "skip", "social", "socials", "sponsor", "sponsored", "sponsors",
	"sr only", "subscribe", "subscription", "suggested", "suggestion",
	"suggestions", "syndication", "taboola", "tag list", "taglist", "tags",
	"taxonomy", "teaser", "teasers", "ticker", "time", "timestamp", "toolbar",
	"tooltip", "topics", "trending", "trends", "visually hidden", "whatsapp",
	"widget", "widgets",
};

/* The text of an article in the words of those who make sites. */
static const char *const body[] = {
	"article body", "article content", "article detail", "article details",
	"article text", "articlebody", "articlecontent", "articletext",
	"blog content", "body content", "content body", "details content",
	"entry body", "entry content", "entrycontent", "entrytext", "news body",
	"news content", "news details", "news text", "newsbody", "newscontent",
	"node content", "page content", "post body", "post content", "post entry",
	"post text", "postbody", "postcontent", "single content", "story body",
	"story content", "story text", "storybody", "storycontent", "td content",
	"text content",
};

static const char *const lead[] = {
	"abstract", "chapo", "deck", "dek", "excerpt", "intro", "introduction", "introtext", "kurz",
	"lead", "leadtext", "lede", "sapo", "standfirst", "subhead", "subheadline", "subtitle",
	"summary",
};

static const char *const author[] = {
	"articleauthor", "auth name", "author", "authorlink", "authorname", "authors", "byline",
	"bylines", "column writer", "journalist", "katib", "latest by", "reporter", "story by", "writer",
	"writername", "writers",
};

static int
compare(const void *key, const void *item)
{
	return strcmp(key, *(const char *const *)item);
}

static bool
listed(const char *word, const char *const *list, size_t n)
{
	return bsearch(word, list, n, sizeof(*list), compare) != NULL;
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

static bool
any_listed(const char *value, const char *const *list, size_t list_n)
{
	char words[WORDS_MAX][WORD_BYTES], pair[WORD_BYTES * 2];
	size_t n = split(value, words);
	for (size_t i = 0; i < n; i++) {
		if (listed(words[i], list, list_n))
			return true;
		if (i + 1 == n)
			break;
		size_t a = strlen(words[i]), b = strlen(words[i + 1]);
		memcpy(pair, words[i], a);
		pair[a] = ' ';
		memcpy(pair + a + 1, words[i + 1], b + 1);
		if (listed(pair, list, list_n))
			return true;
	}
	return false;
}

bool
class_is_comments(const char *value)
{
	static const char *const comments[] = {"comment", "commentlist", "comments", "disqus", "respond"};
	return any_listed(value, comments, ARRAY_LEN(comments));
}

bool
class_is_unlikely(const char *value)
{
	return any_listed(value, unlikely, ARRAY_LEN(unlikely));
}

bool
class_is_body(const char *value)
{
	return any_listed(value, body, ARRAY_LEN(body));
}

bool
class_is_lead(const char *value)
{
	return any_listed(value, lead, ARRAY_LEN(lead));
}

bool
class_is_author(const char *value)
{
	return any_listed(value, author, ARRAY_LEN(author));
}
