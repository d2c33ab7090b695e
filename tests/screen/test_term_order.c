/* SPDX-License-Identifier: MIT
 *
 * Rows for terminals that reorder: what we send, put through UAX #9 as such a
 * terminal does (FriBidi stands for it), must be the row we wanted to be seen.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fribidi.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "term/term-internal.h"

#define MAX 128

/* The drawing language of the cases: capitals are Arabic letters, ٠ is 'o'. */
static uint32_t
letter(char c)
{
	if (c >= 'A' && c <= 'Z')
		return 0x0628 + (uint32_t)(c - 'A');
	return c == 'o' ? 0x0661 : c == 'u' ? 0x0662 : (unsigned char)c;
}

static int
row_of(const char *drawing, struct frame_cell *row)
{
	int n = (int)strlen(drawing);

	memset(row, 0, sizeof(*row) * MAX);
	for (int i = 0; i < n; i++) {
		row[i].ch[0] = letter(drawing[i]);
		row[i].ch_n = row[i].width = 1;
	}
	return n;
}

/* What a terminal with bidi shows; `first_strong`: it finds the direction of the
 * row by itself, else the row is left to right. */
static void
shown(const uint32_t *sent, int n, bool first_strong, uint32_t *seen)
{
	FriBidiCharType types[MAX];
	FriBidiBracketType brackets[MAX];
	FriBidiLevel levels[MAX];
	FriBidiChar text[MAX] = {0};
	FriBidiStrIndex map[MAX];
	FriBidiParType base = first_strong ? FRIBIDI_PAR_ON : FRIBIDI_PAR_LTR;

	for (int i = 0; i < n; i++) {
		text[i] = sent[i];
		map[i] = i;
	}
	fribidi_get_bidi_types(text, n, types);
	fribidi_get_bracket_types(text, n, types, brackets);
	assert_true(fribidi_get_par_embedding_levels_ex(types, brackets, n, &base, levels) != 0);
	/* A terminal has no L1: blanks at the end of its row are cells like others. */
	fribidi_shape_mirroring(levels, n, text);
	assert_true(fribidi_reorder_line(0, types, n, 0, base, levels, NULL, map) != 0);
	for (int i = 0; i < n; i++)
		seen[i] = text[map[i]];
}

static bool
comes_back(const char *drawing, bool row_auto, char *got)
{
	struct frame_cell row[MAX];
	uint32_t sent[MAX] = {0}, seen[MAX] = {0};
	int order[MAX], n = row_of(drawing, row);
	bool flip[MAX], same = true;

	/* begun with a left-to-right letter where it has to be and can be (paint.c) */
	bool led = !row_order_logical(row, n, row_auto, order, flip) && n > 0 && order[0] == 0 &&
		   row[0].ch[0] == ' ';
	if (led)
		row[0].ch[0] = 0x2800;
	for (int i = 0; i < n; i++) {
		sent[i] = row[order[i]].ch[0];
		if (flip[order[i]])
			sent[i] = row_mirror(sent[i]);
	}
	shown(sent, n, row_auto, seen);
	for (int i = 0; i < n; i++) {
		same &= seen[i] == row[i].ch[0];
		got[i] = '?';
		for (int c = ' '; c < 127; c++) {
			if (letter((char)c) == seen[i])
				got[i] = (char)c;
		}
	}
	got[n] = '\0';
	return same;
}

static const char *const rows[] = {
	"   CBA",
	"  .DCBA (FE) HG",
	" ruo SRQ  ) abc def ( XYZ ",
	"21:05 BA   EDC  KJIHG  *  ",
	"50% CBA   3.5 FED   RST  ",
	"uo BA   |  ou ZYX  ",
	"  CBA OpenAI FED   | HGF   uoo",
	"------ CBA ",
	" abc ",
	" 12:30 CBA - 4,5 FED ",
	"[o] CBA",
	"2026-11-23 CBA   C++ DEF ",
	" ((A)) [B] {C} <D> ",
	"",
};

static void
test_rows_come_back(void **state)
{
	char got[MAX];
	int bad = 0;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		for (int row_auto = 0; row_auto < 2; row_auto++) {
			if (comes_back(rows[i], row_auto, got))
				continue;
			print_message("# %s: wanted [%s] got [%s]\n", row_auto ? "auto" : "ltr",
				      rows[i], got);
			bad++;
		}
	}
	assert_int_equal(bad, 0);
}

/* Rows that begin with Latin, where the terminal turns a row by its first letter:
 * neither order has the letter in front that it needs, so one more is sent. */
static void
test_rows_begun_with_a_letter(void **state)
{
	static const char *const latin_first[] = {
		" oo CBA   GFE  ..DCBA OpenAI ",
		" CBA FIFA",
		"  .BA DC (UN) ab *",
		" 12:30 CBA - 4,5 FED C++ ",
	};
	char got[MAX];

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(latin_first); i++) {
		if (!comes_back(latin_first[i], true, got))
			fail_msg("wanted [%s] got [%s]", latin_first[i], got);
	}
}

/* Terminals that draw each stretch of one look by itself: the looks here change with
 * '|', which takes no cell. */
static void
test_rows_by_style(void **state)
{
	static const char *const stretches[] = {
		" uo CBA |  FED |  ..DCBA OpenAI| *",
		"|FED CBA 10| |AB ",
		"|FED CBA (10)| |AB1|",
		"|)FED (CBA| [C] |AB 2.5%|",
		"| C++ BA 1 CB|",
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(stretches); i++) {
		struct frame_cell row[MAX];
		int order[MAX], n = 0, style = 0, parts[MAX], last = -1, from = 0;
		bool flip[MAX], cut[MAX];
		uint32_t sent[MAX] = {0}, seen[MAX] = {0};

		memset(row, 0, sizeof(row));
		for (const char *c = stretches[i]; *c != '\0'; c++) {
			if (*c == '|') {
				style++;
				continue;
			}
			row[n].ch[0] = letter(*c);
			row[n].ch_n = row[n].width = 1;
			row[n++].style = (uint8_t)style;
		}
		row_order_styles(row, n, order, flip, cut);
		for (int j = 0; j < n; j++) {
			parts[j] = row[order[j]].style * 2 + cut[order[j]];
			sent[j] = flip[order[j]] ? row_mirror(row[order[j]].ch[0]) :
						   row[order[j]].ch[0];
		}
		for (int j = 0; j <= n; j++) {
			if (j > 0 && (j == n || parts[j] != last)) {
				shown(sent + from, j - from, false, seen + from);
				from = j;
			}
			last = j < n ? parts[j] : -1;
		}
		for (int j = 0; j < n; j++) {
			if (seen[j] != row[j].ch[0])
				fail_msg("row %zu, column %d", i, j);
		}
	}
}

/* kitty turns each word, and a number of Arabic-Indic digits as if it were one. */
static void
test_words(void **state)
{
	static const char *const cases[][2] = {
		{ " uo:uu CBA 12 ", " uu:ou ABC 12 " }, { "abc (CBA)", "abc (ABC)" }, { " uo ", " ou " },
		{ "(uo CBA uo)", "ou) ABC (ou" }, { "(12)", "(12)" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct frame_cell row[MAX];
		int order[MAX], n = row_of(cases[i][0], row);
		bool flip[MAX];

		row_order_words(row, n, order, flip);
		for (int j = 0; j < n; j++) {
			uint32_t cp = row[order[j]].ch[0];
			if ((flip[order[j]] ? row_mirror(cp) : cp) != letter(cases[i][1][j]))
				fail_msg("case %zu, place %d", i, j);
		}
	}
}

/* Any row at all: how many are shown otherwise than they should? Some cannot be
 * sent without control characters (a number alone at the right edge). */
static void
test_random_rows(void **state)
{
	static const char letters[] = "ABCDE    ab12ou.,:/()-%";
	unsigned seed = 12345;
	int wrong[2] = { 0, 0 }, tries = 20000, shown_wrong = 0;

	(void)state;
	for (int i = 0; i < tries; i++) {
		char drawing[MAX], got[MAX];
		int n = 4 + i % 24;
		for (int j = 0; j < n; j++) {
			seed = seed * 1103515245u + 12345u;
			drawing[j] = letters[(seed >> 16) % (sizeof(letters) - 1)];
		}
		drawing[n] = '\0';
		for (int row_auto = 0; row_auto < 2; row_auto++) {
			if (comes_back(drawing, row_auto, got))
				continue;
			wrong[row_auto]++;
			if (getenv("ORDER_SHOW") && shown_wrong++ < 40)
				print_message("# %s: wanted [%s] got [%s]\n",
					      row_auto ? "auto" : "ltr", drawing, got);
		}
	}
	print_message("# of %d rows of noise: %d wrong in a left-to-right row, %d in an automatic one\n",
		      tries, wrong[0], wrong[1]);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows_come_back),
		cmocka_unit_test(test_rows_begun_with_a_letter),
		cmocka_unit_test(test_rows_by_style),
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_random_rows),
	};

	return cmocka_run_group_tests_name("term-order", tests, NULL, NULL);
}
