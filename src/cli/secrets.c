/* SPDX-License-Identifier: MIT
 *
 * Passwords that the feeds file has a command for. The reader runs it (the fetcher can
 * start no program), before there is a screen, so that it may ask for something; what
 * it prints goes to the fetcher by a descriptor, never by a file or an argument.
 */
#include "cli/cli.h"

#include <stdlib.h>
#include <string.h>

#include "sys/lang.h"
#include "sys/spawn.h"
#include "work/protocol.h"

#define COMMAND_MS 60000 /* somebody may have to type a pass phrase */

static void
add_secret(struct buf *out, const char *url, struct bytes answer)
{
	const char *newline = memchr(answer.data, '\n', answer.len);
	struct bytes line = {answer.data, newline ? (size_t)(newline - answer.data) : answer.len};
	char *password = bytes_dup(line);
	size_t n = strlen(password);
	if (n && password[n - 1] == '\r')
		password[n - 1] = '\0';
	if (*password)
		message_write(out, 1, url, password, (char *)NULL);
	explicit_bzero(password, strlen(password));
	free(password);
}

void
cli_secrets(struct cli *c)
{
	struct sources list = {0};
	buf_clear(&c->secrets);
	if (sources_load(c->feeds_path, &list, NULL) != OK)
		return;
	for (size_t i = 0; i < list.n; i++) {
		const struct source *s = &list.items[i];
		struct buf answer;
		struct why why = {""};
		if (!s->settings.password_command || s->settings.password)
			continue;
		buf_init(&answer, 0);
		if (command_answer(s->settings.password_command, COMMAND_MS, &answer, &why) != OK) {
			char *shown = url_for_show(s->url);
			cli_complain(_("the password command of <%s>: %s"), shown, why.text);
			free(shown);
		} else {
			add_secret(&c->secrets, s->url, buf_view(&answer));
		}
		if (answer.data)
			explicit_bzero(answer.data, answer.len);
		buf_release(&answer);
	}
	sources_release(&list);
}
