/* SPDX-License-Identifier: MIT
 *
 * tmux knows what it is attached to now, while the environment of a pane tells what
 * it was started in. It answers in a few milliseconds; the screen does not wait.
 */
#include "term/term-internal.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sys/spawn.h"

int
mux_ask(pid_t *pid)
{
	static const char *const argv[] = { "tmux", "display-message", "-p",
					    "#{client_termtype}\t#{client_termname}\t"
					    "#{allow-passthrough}", NULL };
	const char *tmux = getenv("TMUX");

	return tmux != NULL && tmux[0] != '\0' ? command_read((char *const *)argv, pid) : -1;
}

/* What the words are is not ours: printable ASCII alone. */
static void
take_word(char *out, size_t size, const char *from, size_t n)
{
	size_t len = 0;

	for (size_t i = 0; i < n && len + 1 < size; i++) {
		if (from[i] >= ' ' && from[i] < 0x7f)
			out[len++] = from[i];
	}
	out[len] = '\0';
}

bool
mux_take(int fd, pid_t pid, struct mux_answer *out)
{
	char text[256];
	size_t version, term;
	ssize_t n = read(fd, text, sizeof(text) - 1);

	memset(out, 0, sizeof(*out));
	close(fd);
	kill(pid, SIGKILL); /* it has said what it had to, or hangs */
	waitpid(pid, NULL, 0);
	if (n <= 0)
		return false;
	text[n] = '\0';
	version = strcspn(text, "\t\n");
	if (text[version] != '\t')
		return false;
	take_word(out->version, sizeof(out->version), text, version);
	term = strcspn(text + version + 1, "\t\n");
	take_word(out->term, sizeof(out->term), text + version + 1, term);
	if (text[version + 1 + term] == '\t') {
		const char *pass = text + version + 1 + term + 1;
		out->passthrough = pass[0] == '1' || strncmp(pass, "on", 2) == 0 ||
				   strncmp(pass, "all", 3) == 0;
	}
	return true;
}
