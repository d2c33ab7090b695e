/* SPDX-License-Identifier: MIT
 *
 * Settings from any bytes: no crash, every value inside its range, every problem with a
 * line and clean words.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "config/loader.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
hold(bool what)
{
	if (!what)
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct config *c = config_new(), *again = config_new();
	struct why why = {""};
	enum err e = config_load_text(c, "/nonexistent/config", (struct bytes){(const char *)data, size},
				      &why);
	const struct config_problem *problems;
	size_t n = config_problems(c, &problems);
	hold((e == OK) == (n == 0) && n <= CONFIG_PROBLEMS_MAX);
	for (size_t i = 0; i < n; i++)
		hold(problems[i].line > 0 && problems[i].message[0] &&
		     utf8_valid(bytes_of(problems[i].message)));
	for (int i = 0; i < OPTION_COUNT; i++) {
		/* what was taken is taken again */
		const struct option_info *info = option_info((enum option)i);
		char *number = mem_printf("%d", config_int(c, (enum option)i));
		bool text = info->type == OPTION_STRING || info->type == OPTION_CHOICE;
		const char *value = text ? config_str(c, (enum option)i) : number;
		hold(config_set(again, info->name, value, NULL) == OK);
		free(number);
	}
	const struct config_bind *binds;
	size_t binds_n = config_binds(c, &binds);
	for (size_t i = 0; i < binds_n; i++)
		hold(binds[i].key[0] && binds[i].line > 0);
	config_free(again);
	config_free(c);
	return 0;
}
