/* SPDX-License-Identifier: MIT
 *
 * Bytes of terminals -> keys, whole, broken into single bytes, broken off.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "term/term-internal.h"

static void
say(char *out, size_t size, const struct key *key)
{
	size_t n = strlen(out);

	if (key->code == KEY_CODE_MOUSE)
		snprintf(out + n, size - n, "m%d:%d,%d ", (int)key->mouse, key->row, key->col);
	else if (key->code >= KEY_CODE_BASE)
		snprintf(out + n, size - n, "%s+%u ", key->alt ? "A" : "",
			 (unsigned)(key->code - KEY_CODE_BASE));
	else
		snprintf(out + n, size - n, "%s%s%x ", key->alt ? "A" : "", key->pasted ? "P" : "",
			 (unsigned)key->code);
}

/* step: bytes at a time. late: nothing follows. */
static void
decode(struct keys *k, const char *in, size_t len, size_t step, bool late, char *out, size_t size)
{
	struct key key;

	out[0] = '\0';
	for (size_t at = 0; at < len; ) {
		size_t room, n = len - at < step ? len - at : step;
		unsigned char *to = keys_room(k, &room);
		n = n < room ? n : room;
		memcpy(to, in + at, n);
		keys_got(k, n, 1000);
		at += n;
		while (keys_next(k, false, &key) == KEYS_KEY)
			say(out, size, &key);
	}
	while (late && keys_next(k, true, &key) == KEYS_KEY)
		say(out, size, &key);
}

#define K(name) (unsigned)(KEY_CODE_##name - KEY_CODE_BASE)

static void
test_keys(void **state)
{
	static const struct {
		const char *in, *want;
	} cases[] = {
		{ "a", "61 " },
		{ "\xd8\xb6", "636 " },               /* dad */
		{ "\xd9\x84\xd8\xa7", "fefb " },      /* the lam-alef key */
		{ "\xd9\x84\xd8\xa3\xd9\x84\xd8\xa5", "fef7 fef9 " },
		{ "\xd9\x84\xd9\x84\xd8\xa2\xd9\x84", "644 fef5 644 " },
		{ "\xd9\x84j", "644 6a " },
		{ "\xf0\x9f\x98\x80", "1f600 " },
		{ "\x06\x1a\x03", "6 1a 3 " },
		{ "\r", "+9 " }, { "\n", "+9 " }, { "\t", "+12 " }, { "\x7f", "+10 " }, { "\b", "+10 " },
		{ "\033", "+14 " },
		{ "\033\033", "+14 +14 " },
		{ "\033[A", "+1 " }, { "\033[B", "+2 " }, { "\033OA", "+1 " }, { "\033OD", "+3 " },
		{ "\033\033[A", "+14 +1 " },
		{ "\033[1;3C", "A+4 " }, { "\033[1;2A", "+1 " }, { "\033[1;5D", "A+3 " }, { "\033[1;5A", "+1 " },
		{ "\033[H", "+5 " }, { "\033[1~", "+5 " }, { "\033[7~", "+5 " }, { "\033OH", "+5 " },
		{ "\033[F", "+6 " }, { "\033[4~", "+6 " }, { "\033[5~", "+7 " }, { "\033[6~", "+8 " },
		{ "\033[3~", "+11 " }, { "\033[Z", "+13 " },
		{ "\033OP", "+17 " }, { "\033[11~", "+17 " }, { "\033[[A", "+17 " }, { "\033[[E", "+21 " },
		{ "\033[15~", "+21 " }, { "\033[24~", "+28 " },
		{ "\033x", "A78 " }, { "\033\xd8\xb6", "A636 " }, { "\033\r", "A+9 " },
		{ "\033[", "A5b " }, { "\033O", "A4f " }, { "\033P", "A50 " }, { "\033]", "A5d " },
		/* what no key says is dropped, and the next key is not lost */
		{ "\033[99~a", "61 " }, { "\033[200;1x" "b", "62 " }, { "\033[1;1;1;1;1;1;1;1;1;1Wc", "63 " },
		{ "\xff\xfe" "a", "61 " }, { "\xd8" "a", "61 " }, { "\xc2\x9b" "a", "61 " },
		{ "\xed\xa0\x80" "a", "61 " },
		{ "\033[12\001a", "1 61 " },
		/* answers, early or late */
		{ "\033[8;1$y\033P>|VTE(7600)\033\\\033[>65;7600;1c\033[?65;1;9ca", "61 " },
		{ "\033]11;rgb:ffff/ffff/ffff\033\\a", "61 " }, { "\033]11;rgb:00/00/00\aa", "61 " },
		{ "\033_Gi=1;OK\033\\a", "61 " }, { "\033[I\033[Oa", "61 " },
		{ "\033[?1u\033[?62ca", "61 " },
		/* mouse: SGR and X10 */
		{ "\033[<0;10;5M\033[<0;10;5m", "m0:4,9 " },
		{ "\033[<64;1;1M\033[<65;1;1M", "m2:0,0 m3:0,0 " },
		{ "\033[<2;3;3M\033[<0;0;0M", "" },
		{ "\033[M !!\033[M#!!a", "m0:0,0 61 " },
		{ "\033[M`\"#", "m2:2,1 " },
		/* pastes are dropped unless asked for, whatever is in them */
		{ "\033[200~qdx\033[A\n\033[201~a", "61 " },
	};

	(void)state;
	assert_int_equal(K(ENTER), 9);
	assert_int_equal(K(ESCAPE), 14);
	assert_int_equal(K(F12), 28);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		for (size_t step = 1; step <= 100; step += 99) {
			struct keys k;
			char got[256];
			keys_init(&k);
			/* byte by byte a lone ESC still waits: only the end is late */
			decode(&k, cases[i].in, strlen(cases[i].in), step, true, got, sizeof(got));
			if (strcmp(got, cases[i].want) != 0)
				fail_msg("case %zu step %zu: want %s got %s", i, step, cases[i].want, got);
		}
	}
}

static void
test_answers_are_kept(void **state)
{
	static const char in[] = "\033[8;3$y\033P>|Konsole 22.12.3\033\\\033[>0;115;0c"
				 "\033]11;rgb:1c1c/1d1d/1f1f\a\033[?62;22c";
	struct keys k;
	char got[64];

	(void)state;
	keys_init(&k);
	decode(&k, in, sizeof(in) - 1, 3, false, got, sizeof(got));
	assert_string_equal(got, "");
	assert_int_equal(k.replies.mode8, 3);
	assert_string_equal(k.replies.version, "Konsole 22.12.3");
	assert_int_equal(k.replies.da2_param[1], 115);
	assert_true(k.replies.da1 && k.replies.da2 && k.replied);
	assert_true(k.replies.background);
	assert_in_range(k.replies.luma, 27, 31);
}

static void
test_double_click(void **state)
{
	static const char click[] = "\033[<0;10;5M\033[<0;10;5m";
	struct keys k;
	char got[64];
	size_t room;
	struct key key;

	(void)state;
	keys_init(&k);
	decode(&k, click, sizeof(click) - 1, 100, false, got, sizeof(got));
	assert_string_equal(got, "m0:4,9 ");
	decode(&k, click, sizeof(click) - 1, 100, false, got, sizeof(got));
	assert_string_equal(got, "m1:4,9 ");
	decode(&k, click, sizeof(click) - 1, 100, false, got, sizeof(got));
	assert_string_equal(got, "m0:4,9 ");
	memcpy(keys_room(&k, &room), click, sizeof(click) - 1);
	keys_got(&k, sizeof(click) - 1, 9000); /* much later */
	assert_int_equal(keys_next(&k, false, &key), KEYS_KEY);
	assert_int_equal(key.mouse, MOUSE_CLICK);
}

static void
test_paste_into_a_line(void **state)
{
	static const char in[] = "\033[200~\xd8\xb6q\n\033[B\001x\033[201~z";
	struct keys k;
	char got[128];

	(void)state;
	for (size_t step = 1; step < 8; step++) {
		keys_init(&k);
		k.accept_paste = true;
		decode(&k, in, sizeof(in) - 1, step, false, got, sizeof(got));
		assert_string_equal(got, "P636 P71 Pa P5b P42 P78 7a ");
	}
}

/* In a line letters are letters, but the key that types lam and alef with Alt is one. */
static void
test_lam_alef_in_a_line(void **state)
{
	static const char in[] = "\xd9\x84\xd8\xa7\033\xd9\x84\xd8\xa7";
	struct keys k;
	char got[64];

	(void)state;
	keys_init(&k);
	k.accept_paste = true;
	decode(&k, in, sizeof(in) - 1, 100, true, got, sizeof(got));
	assert_string_equal(got, "644 627 Afefb ");
}

static void
test_names_of_terminfo(void **state)
{
	struct keys k;
	char got[64];

	(void)state;
	keys_init(&k);
	keys_add_name(&k, "\033zz1", KEY_CODE_UP);
	keys_add_name(&k, "\b", KEY_CODE_LEFT); /* a character is a character */
	keys_add_name(&k, NULL, KEY_CODE_LEFT);
	decode(&k, "\033zz1\b", 5, 1, true, got, sizeof(got));
	assert_string_equal(got, "+1 +10 ");
	decode(&k, "\033zy", 3, 1, true, got, sizeof(got));
	assert_string_equal(got, "A7a 79 ");
}

/* Noise never hangs, never leaves the room full, never gives what is no key. */
static void
test_noise(void **state)
{
	static const char bits[] = "\033[]P_O0123456789;<?>~MmcRyu$\x07\\\xd8\xb6\xf0\xff q\033[200~201";
	unsigned seed = 7;
	struct keys k;
	struct key key;

	(void)state;
	keys_init(&k);
	for (int i = 0; i < 200000; i++) {
		size_t room;
		unsigned char *to = keys_room(&k, &room);
		assert_true(room > 0);
		seed = seed * 1103515245u + 12345u;
		*to = (unsigned char)bits[(seed >> 16) % (sizeof(bits) - 1)];
		keys_got(&k, 1, i);
		while (keys_next(&k, i % 50 == 0, &key) == KEYS_KEY)
			assert_true(key.code <= KEY_CODE_F12 && key.row >= 0 && key.col >= 0);
	}
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_keys),
		cmocka_unit_test(test_answers_are_kept),
		cmocka_unit_test(test_double_click),
		cmocka_unit_test(test_paste_into_a_line),
		cmocka_unit_test(test_lam_alef_in_a_line),
		cmocka_unit_test(test_names_of_terminfo),
		cmocka_unit_test(test_noise),
	};

	return cmocka_run_group_tests_name("term-keys", tests, NULL, NULL);
}
