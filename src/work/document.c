/* SPDX-License-Identifier: MIT */
#include "work/document.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "akhbar/feed.h"
#include "akhbar/html.h"
#include "akhbar/limits.h"
#include "sys/files.h"
#include "sys/lang.h"
#include "sys/sandbox.h"
#include "work/commands.h"
#include "work/engine.h"
#include "work/engine-internal.h"
#include "work/fail.h"

bool
document_arguments(int argc, char **argv, const char *allowed, struct arguments *out)
{
	const struct {
		const char *name;
		const char **value;
	} options[] = {{"--content-type", &out->content_type}, {"--url", &out->url},
		       {"--charset", &out->charset},           {"--config", &out->config},
		       {"--rules", &out->rules}};
	bool plain = false;
	out->allowed = allowed;
	for (int i = 0; i < argc; i++) {
		const char *a = argv[i];
		bool known = false;
		if (plain || a[0] != '-' || !a[1]) {
			if (out->file) {
				complain(_("one file at a time, please: %s"), a);
				return false;
			}
			out->file = a;
			continue;
		}
		if (!strcmp(a, "--")) {
			plain = true;
			continue;
		}
		if (!strcmp(a, "--lang") && i + 1 < argc) { /* of what is said, in every command */
			lang_choose(argv[++i]);
			continue;
		}
		if (!strcmp(a, "--common") && strstr(allowed, a)) {
			out->common = true;
			continue;
		}
		if (!strcmp(a, "--headlines") && strstr(allowed, a)) {
			out->headlines = true;
			continue;
		}
		for (size_t o = 0; o < ARRAY_LEN(options) && !known; o++) {
			size_t n = strlen(options[o].name);
			if (!strstr(allowed, options[o].name) || strncmp(a, options[o].name, n) ||
			    (a[n] && a[n] != '='))
				continue;
			if (!a[n] && i + 1 >= argc) {
				complain(_("%s needs a value"), a);
				return false;
			}
			*options[o].value = a[n] ? a + n + 1 : argv[++i];
			known = true;
		}
		if (!known && strstr(allowed, "--text") &&
		    (!strcmp(a, "--text") || !strcmp(a, "--json") || !strcmp(a, "--doc"))) {
			out->form = a[2] == 't' ? FORM_TEXT : a[2] == 'j' ? FORM_JSON : FORM_DOC;
			known = true;
		}
		if (!known) {
			complain(_("unknown option %s; see akhbar-fetch --help"), a);
			return false;
		}
	}
	if (!out->file)
		complain("%s", _("which file? - is standard input"));
	return out->file != NULL;
}

/* ---- one document ---------------------------------------------------------------------- */

static char *
copy(const char *s)
{
	return s ? mem_strdup(s) : NULL;
}

static void
on_reply(const struct fetch_reply *reply, void *context)
{
	struct document *d = context;
	d->error = OK;
	if (reply->outcome == FETCH_OK) {
		buf_add_bytes(&d->bytes, reply->body);
		d->url = copy(reply->final_url);
		d->content_type = copy(reply->content_type);
		return;
	}
	d->error = ERR_NET;
	if (d->page)
		page_failure(reply, LIMIT_BODY_BYTES, "", d->code, d->arg);
	else
		reply_failure(reply, LIMIT_BODY_BYTES, "", d->code, d->arg);
}

static enum err
open_line(const char *config, struct document *d, struct why *why)
{
	struct config *c = d->config = config_new();
	enum err error = config ? config_load(c, config, false, why) : OK;
	if (error)
		return error;
	error = fetch_load(why);
	if (error) {
		snprintf(d->code, sizeof(d->code), "no-libcurl");
		snprintf(d->arg, sizeof(d->arg), "%.*s", (int)sizeof(d->arg) - 1, why->text);
		return error;
	}
	struct fetch_options o = {
		.timeout_s = config_int(c, OPT_FETCH_TIMEOUT),
		.user_agent = config_str(c, OPT_USER_AGENT),
		.proxy = config_str(c, OPT_PROXY),
		.max_body = (size_t)config_int(c, OPT_MAX_BODY_MB) << 20,
	};
	sandbox_enter(&(struct sandbox_paths){0});
	return fetcher_new(&o, on_reply, d, &d->fetcher, why);
}

enum err
document_fetch(const char *url, const char *config, struct document *d, struct why *why)
{
	enum err error = d->fetcher ? OK : open_line(config, d, why);
	if (!error)
		fetcher_add(d->fetcher, &(struct fetch_request){.number = 1, .url = url});
	while (!error && fetcher_pending(d->fetcher))
		error = fetcher_step(d->fetcher, 1000, -1, NULL, why);
	return error ? error : d->error; /* what the reply was, by on_reply */
}

bool
document_is_address(const char *s)
{
	struct bytes v = bytes_of(s);
	return bytes_starts_nocase(v, "http://") || bytes_starts_nocase(v, "https://") ||
	       bytes_starts_nocase(v, "feed:");
}

/* false: the reason was said. */
bool
document_get(const struct arguments *a, bool may_fetch, struct document *d)
{
	struct why why = {""};
	memset(d, 0, sizeof(*d));
	d->page = strstr(a->allowed, "--rules") != NULL;
	buf_init(&d->bytes, LIMIT_BODY_BYTES);
	/* for pages; where it is missing who needs it says so */
	if (may_fetch)
		(void)!html_load(NULL);
	if (may_fetch && document_is_address(a->file)) {
		d->error = document_fetch(a->file, a->config, d, &why);
	} else {
		d->error = file_read(a->file, &d->bytes, &why);
		/* it may lie where the next step will not let it be read */
		if (!d->error && !may_fetch && bytes_starts(bytes_trim(buf_view(&d->bytes)), "{"))
			(void)!feed_load(NULL);
		if (!d->error)
			sandbox_enter(&(struct sandbox_paths){.offline = !may_fetch});
	}
	if (a->url) {
		free(d->url);
		d->url = mem_strdup(a->url);
	}
	if (!d->error)
		return true;
	struct buf words;
	buf_init(&words, 0);
	if (d->code[0])
		fail_words(d->code, d->arg, gettext, &words);
	else
		buf_add_str(&words, why.text);
	if (document_is_address(a->file)) {
		char *shown = url_for_show(a->file);
		complain("<%s>: %s", shown, words.data);
		free(shown);
	} else {
		complain("%s", words.data); /* file_read has named it */
	}
	buf_release(&words);
	return false;
}

void
document_release(struct document *d)
{
	buf_release(&d->bytes);
	free(d->url);
	free(d->content_type);
	fetcher_free(d->fetcher);
	config_free(d->config);
}

void
document_put(const struct buf *out)
{
	if (out->len)
		fwrite(out->data, 1, out->len, stdout);
}

int
document_finish(int status)
{
	if (fflush(stdout) || ferror(stdout)) {
		complain("%s", _("the output could not be written"));
		return STATUS_USAGE;
	}
	return status;
}
