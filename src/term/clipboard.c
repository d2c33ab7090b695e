/* SPDX-License-Identifier: MIT
 *
 * Text for the clipboard through the terminal: OSC 52, which reaches over ssh. Only
 * written, never asked for.
 */
#include "term/terminal.h"

static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

static void
add_base64(struct buf *out, struct bytes text)
{
	for (size_t i = 0; i < text.len; i += 3) {
		uint32_t v = (uint32_t)(unsigned char)text.data[i] << 16;
		if (i + 1 < text.len)
			v |= (uint32_t)(unsigned char)text.data[i + 1] << 8;
		if (i + 2 < text.len)
			v |= (unsigned char)text.data[i + 2];
		buf_add_char(out, digits[v >> 18]);
		buf_add_char(out, digits[v >> 12 & 63]);
		buf_add_char(out, i + 1 < text.len ? digits[v >> 6 & 63] : '=');
		buf_add_char(out, i + 2 < text.len ? digits[v & 63] : '=');
	}
}

bool
term_copy(struct term *t, struct bytes text)
{
	struct buf out;
	if (text.len > TERM_COPY_BYTES)
		return false;
	buf_init(&out, 0);
	buf_add_str(&out, "\033]52;c;");
	add_base64(&out, text);
	buf_add_char(&out, '\a');
	terminal_send(t, out.data);
	buf_release(&out);
	return true;
}
