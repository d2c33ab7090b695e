/* SPDX-License-Identifier: MIT
 *
 * The questions of the screens asked without a screen, for the commands that tell
 * about the terminal.
 */
#include "term/term-internal.h"

#include <poll.h>
#include <string.h>
#include <unistd.h>

#include "sys/clock.h"

#define ANSWER_MS 300

static bool
comes(int fd, int64_t end_ms)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };
	int64_t left = end_ms - clock_mono_ms();

	return poll(&p, 1, left > 0 ? (int)left : 0) > 0;
}

static void
ask_mux(struct term_choice *choice)
{
	struct mux_answer answer;
	pid_t pid;
	int fd = mux_ask(&pid);

	if (fd < 0)
		return;
	comes(fd, clock_mono_ms() + ANSWER_MS);
	if (mux_take(fd, pid, &answer))
		term_choose_outside(choice, answer.version, answer.term, answer.passthrough);
}

/* Keys typed meanwhile are dropped: nobody has been asked to type. */
static void
ask_terminal(struct term_choice *choice)
{
	static const char questions[] = "\033[8$p\033[>0q\033[>c\033[c\r\033[K";
	struct termios before, raw;
	struct keys keys;
	struct key key;
	int64_t end = clock_mono_ms() + ANSWER_MS;

	if (tcgetattr(STDIN_FILENO, &before) != 0)
		return;
	raw = before;
	raw.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
	raw.c_cc[VMIN] = 0;
	raw.c_cc[VTIME] = 0;
	tcsetattr(STDIN_FILENO, TCSADRAIN, &raw);
	keys_init(&keys);
	if (write(STDOUT_FILENO, questions, sizeof(questions) - 1) > 0) {
		while (!keys.replies.da1 && comes(STDIN_FILENO, end)) {
			size_t room;
			unsigned char *to = keys_room(&keys, &room);
			ssize_t n = room > 0 ? read(STDIN_FILENO, to, room) : 0;
			if (n <= 0)
				break;
			keys_got(&keys, (size_t)n, clock_mono_ms());
			while (keys_next(&keys, false, &key) == KEYS_KEY)
				;
		}
	}
	tcsetattr(STDIN_FILENO, TCSADRAIN, &before);
	if (keys.replies.da1)
		term_choose_again(choice, &keys.replies);
}

void
term_choose_asking(struct term_choice *choice)
{
	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
		return;
	ask_mux(choice);
	if (choice->ask)
		ask_terminal(choice);
}
