/* SPDX-License-Identifier: MIT */
/* Articles of several pages: a site rule names the link to the next one. */
#include "engine-internal.h"

#include <stdlib.h>
#include <string.h>

#include "akhbar/html.h"
#include "akhbar/limits.h"

struct gathered {
	struct doc *doc;
	char *urls[LIMIT_ARTICLE_PAGES]; /* of the pages it holds */
	unsigned n;
};

void
gathered_free(struct gathered *g)
{
	if (!g)
		return;
	doc_free(g->doc);
	for (unsigned i = 0; i < g->n; i++)
		free(g->urls[i]);
	free(g);
}

static bool
seen(const struct gathered *g, const char *url)
{
	for (unsigned i = 0; i < g->n; i++)
		if (strcmp(g->urls[i], url) == 0)
			return true;
	return false;
}

struct doc *
pages_gather(struct job *job, struct article *article, const char *url)
{
	struct gathered *g = job->gathered;
	if (!article)
		return g ? g->doc : NULL;
	if (!g && !article->next_page)
		return article->doc;
	if (!g) {
		g = job->gathered = mem_zalloc(sizeof(*g));
		g->doc = article->doc;
		article->doc = NULL;
	} else {
		doc_append(g->doc, article->doc);
	}
	if (g->n < LIMIT_ARTICLE_PAGES)
		g->urls[g->n++] = mem_strdup(url ? url : "");
	return g->doc;
}

bool
pages_go_on(struct engine *e, struct job *job, const char *next)
{
	struct gathered *g = job->gathered;
	struct fetcher *f = e->fetcher;
	if (!g || !next || !f || g->n >= LIMIT_ARTICLE_PAGES || seen(g, next))
		return false;
	struct job *more = mem_alloc(sizeof(*more));
	*more = *job;
	job->gathered = NULL;
	more->next = e->pages;
	e->pages = more;
	struct fetch_request request = {
		.number = ++e->next_transfer,
		.url = next,
		.user_data = more,
		.urgent = !job->ahead,
		.foreign = job->foreign,
	};
	own_request(job->own, "", true, &request);
	fetcher_add(f, &request);
	return true;
}
