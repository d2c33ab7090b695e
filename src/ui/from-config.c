/* SPDX-License-Identifier: MIT */
#include "ui/from-config.h"

struct keymap *
keys_from_config(const struct config *config, struct buf *complaints)
{
	struct keymap *keys = keymap_new();
	const struct config_bind *binds;
	size_t n = config_binds(config, &binds);
	keymap_set_keyboard(keys, config_str(config, OPT_KEYBOARD));
	for (size_t i = 0; i < n; i++) {
		struct why why;
		if (keymap_bind(keys, binds[i].key, binds[i].action, &why) != OK)
			buf_printf(complaints, "%s:%d: %s\n", binds[i].file, binds[i].line, why.text);
	}
	return keys;
}

void
look_from_config(const struct config *config, struct term_look *look, struct buf *complaints)
{
	const struct config_color *colors;
	size_t n = config_colors(config, &colors);
	term_look_choose(config_str(config, OPT_THEME), look);
	for (size_t i = 0; i < n; i++) {
		struct why why;
		if (term_look_color(look, colors[i].style, colors[i].words, &why) != OK)
			buf_printf(complaints, "%s:%d: %s\n", colors[i].file, colors[i].line, why.text);
	}
}
