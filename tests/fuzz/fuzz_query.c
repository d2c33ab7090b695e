/* SPDX-License-Identifier: MIT
 *
 * A query from any bytes (its first line), asked of an article (title and text in the next
 * ones): no crash, problems in clean words with places inside, places that lie in the text
 * in order; and what is foretold without the text holds with it.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "store/query.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
hold(bool what)
{
	if (!what)
		abort();
}

static struct bytes
line_of(struct bytes *rest)
{
	const char *nl = memchr(rest->data, '\n', rest->len);
	struct bytes line = {rest->data, nl ? (size_t)(nl - rest->data) : rest->len};
	rest->data += line.len + (nl != NULL);
	rest->len -= line.len + (nl != NULL);
	return line;
}

static void
check_places(const struct query *q, struct bytes text, bool title)
{
	uint32_t places[16][2], last = 0;
	uint64_t exact = 0;
	size_t n = query_places(q, text, title, places, 16, &exact);
	hold(n <= 16);
	for (size_t i = 0; i < n; i++) {
		hold(places[i][0] >= last && places[i][0] < places[i][1] && places[i][1] <= text.len);
		last = places[i][1];
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct bytes rest = {size ? (const char *)data : "", size};
	char *words = text_clean_dup(line_of(&rest), CLEAN_LINE, 0);
	char *title = text_clean_dup(line_of(&rest), CLEAN_LINE, 0);
	char *body = text_clean_dup(rest, CLEAN_LINE, 0);
	struct bytes text = bytes_of(words);
	struct query *q = query_new(text, 1790000000, 10800);
	struct why why = {""};
	for (size_t i = 0; i < q->problems_n; i++) {
		const struct query_problem *p = &q->problems[i];
		hold(p->start <= p->end && p->end <= text.len + 1 && utf8_valid(bytes_of(p->message)));
	}
	bool mistake = query_complaint(q, text, &why), no_rule = query_rule_complaint(q, text, &why);
	hold(!mistake || no_rule);
	hold(no_rule || q->root);
	struct query_source sources[] = {{3, "مصدر", "https://a.example/feed", "قسم"}};
	query_resolve(q, text, sources, 1);
	struct query_article a = {.title = bytes_of(title), .body = bytes_of(body), .author = "كاتب",
				  .feed_id = 3, .time = 1780000000, .unread = true, .link = true};
	enum query_answer answer = query_foretell(q, &a);
	bool fits = query_matches(q, &a);
	hold(answer == QUERY_NEEDS_TEXT || fits == (answer == QUERY_YES));
	check_places(q, a.title, true);
	check_places(q, a.body, false);
	query_free(q);
	char *typed = query_as_typed(text);
	query_free(query_new(bytes_of(typed), 1790000000, 10800));
	free(typed);
	free(words);
	free(title);
	free(body);
	return 0;
}
