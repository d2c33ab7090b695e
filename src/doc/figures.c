/* SPDX-License-Identifier: MIT
 *
 * Raised and lowered figures where there is but one line to write on.
 */
#include "akhbar/doc.h"

uint32_t
doc_shifted(uint32_t cp, bool raised)
{
	static const uint16_t up[] = {0x2070, 0xb9,   0xb2,   0xb3,   0x2074,
				      0x2075, 0x2076, 0x2077, 0x2078, 0x2079};
	uint32_t digit = cp - '0' < 10 ? cp - '0' : cp - 0x660 < 10 ? cp - 0x660 : cp - 0x6f0;
	if (digit < 10)
		return raised ? up[digit] : 0x2080 + digit;
	switch (cp) {
	case '+': return raised ? 0x207a : 0x208a;
	case '-': case 0x2212: return raised ? 0x207b : 0x208b;
	case '=': return raised ? 0x207c : 0x208c;
	case 'n': return raised ? 0x207f : 0x2099;
	case 'i': return raised ? 0x2071 : 0;
	default: return 0;
	}
}

enum doc_shift
doc_shift_of(const struct doc_text *body, const struct span *s)
{
	bool raised = s->kind == SPAN_SUP, all = true, figures = false, square = false;
	if ((!raised && s->kind != SPAN_SUB) || s->end <= s->start)
		return SHIFT_NONE;
	const char *end = body->text.data + s->end;
	for (const char *p = body->text.data + s->start; p < end;) {
		uint32_t cp = utf8_next(&p, end), to = doc_shifted(cp, raised);
		all &= to != 0;
		figures |= to && cp != 'n' && cp != 'i';
		square |= cp == '[' || cp == '(' || cp == ' ';
	}
	return all ? SHIFT_FIGURES : raised && figures && !square ? SHIFT_CARET : SHIFT_NONE;
}

void
doc_add_shifted(struct bytes text, bool raised, struct buf *out)
{
	for (const char *p = text.data, *end = p + text.len; p < end;) {
		uint32_t cp = utf8_next(&p, end), to = doc_shifted(cp, raised);
		buf_add_utf8(out, to ? to : cp);
	}
}
