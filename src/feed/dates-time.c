/* SPDX-License-Identifier: MIT
 *
 * The time of day in a date, and its zone.
 */
#include <string.h>

#include "feed/dates.h"

const struct date_token *
date_at(const struct date *d, size_t i)
{
	static const struct date_token none = {.kind = DATE_SIGN, .text = ""};
	return i < d->n ? &d->list[i] : &none;
}

bool
date_is_sign(const struct date_token *t, char c)
{
	return t->kind == DATE_SIGN && t->text[0] == c;
}

static bool
is_number(const struct date_token *t, size_t least, size_t most)
{
	return t->kind == DATE_NUMBER && t->len >= least && t->len <= most;
}

static void
mark(struct date *d, size_t from, size_t to)
{
	for (size_t i = from; i < to && i < d->n; i++)
		d->list[i].used = true;
	d->time_end = to;
}

/* HH:MM[:SS[.fraction]], and the 14h30 of the Maghreb */
static bool
clock_time(struct date *d)
{
	for (size_t i = 0; i + 2 < d->n; i++) {
		const struct date_token *between = date_at(d, i + 1);
		bool hours = date_is_sign(between, ':') || (date_word_is(between, "h") && !between->spaced);
		if (!is_number(date_at(d, i), 1, 2) || !hours || !is_number(date_at(d, i + 2), 1, 2))
			continue;
		size_t end = i + 3;
		d->hour = (int)date_at(d, i)->value;
		d->minute = (int)date_at(d, i + 2)->value;
		if (date_is_sign(date_at(d, end), ':') && is_number(date_at(d, end + 1), 1, 2)) {
			d->second = (int)date_at(d, end + 1)->value;
			end += 2;
		}
		bool dot = date_is_sign(date_at(d, end), '.') || date_is_sign(date_at(d, end), ',') ||
			   date_is_sign(date_at(d, end), ':');
		if (dot && date_at(d, end + 1)->kind == DATE_NUMBER && !date_at(d, end + 1)->spaced)
			end += 2;
		mark(d, i, end);
		return true;
	}
	return false;
}

/* T101455, 20240102 101455, and an hour alone before a zone. */
static bool
packed_time(struct date *d)
{
	for (size_t i = 1; i < d->n; i++) {
		const struct date_token *t = date_at(d, i), *before = date_at(d, i - 1);
		bool after_t = before->kind == DATE_WORD && before->len == 1 && before->text[0] == 't';
		bool after_day = is_number(before, 8, 8);
		bool hour_only = t->spaced && is_number(t, 2, 2) && i > 2 &&
				 (date_is_sign(date_at(d, i + 1), '+') || date_is_sign(date_at(d, i + 1), '-')) &&
				 is_number(date_at(d, i + 2), 4, 4) && !date_at(d, i + 2)->spaced &&
				 is_number(before, 4, 4);
		if (t->kind != DATE_NUMBER || !(after_t || after_day || hour_only))
			continue;
		if (t->len != 6 && t->len != 4 && t->len != 2)
			continue;
		int64_t v = t->value * (t->len == 2 ? 10000 : t->len == 4 ? 100 : 1);
		d->hour = (int)(v / 10000);
		d->minute = (int)(v / 100 % 100);
		d->second = (int)(v % 100);
		size_t end = i + 1;
		if ((date_is_sign(date_at(d, end), '.') || date_is_sign(date_at(d, end), ',')) &&
		    date_at(d, end + 1)->kind == DATE_NUMBER && !date_at(d, end + 1)->spaced)
			end += 2;
		mark(d, i, end);
		return true;
	}
	return false;
}

/* AM and PM round the time, in five languages. */
static void
half_day(struct date *d)
{
	static const char *const am[] = {"am", "a", "ص", "صباحا", "صباحًا", "قبل", "오전", "πμ", "ق"};
	static const char *const pm[] = {"pm", "p", "م", "مساء", "مساءً", "ظهرا", "عصرا", "بعد",
					 "오후", "μμ", "ب"};
	size_t places[3] = {d->time_end, d->time_end + 1, 0};
	size_t n = 1;
	/* Korean puts it before the hour */
	for (size_t i = 0; i + 1 < d->n; i++)
		if (!d->list[i].used && d->list[i + 1].used && (unsigned char)d->list[i].text[0] >= 0xea)
			places[n++] = i, i = d->n;
	for (size_t k = 0; k < n; k++) {
		if (places[k] >= d->n)
			continue;
		struct date_token *t = &d->list[places[k]];
		bool is_am = false, is_pm = false;
		for (size_t i = 0; i < ARRAY_LEN(am); i++)
			is_am |= date_word_is(t, am[i]);
		for (size_t i = 0; i < ARRAY_LEN(pm); i++)
			is_pm |= date_word_is(t, pm[i]);
		if (!is_am && !is_pm)
			continue;
		t->used = true;
		if (is_pm && d->hour < 12)
			d->hour += 12;
		else if (is_am && d->hour == 12)
			d->hour = 0;
		if (places[k] == d->time_end) {
			d->time_end++;
			/* a.m., p.m. */
			while (date_is_sign(date_at(d, d->time_end), '.') ||
			       (date_at(d, d->time_end)->kind == DATE_WORD && date_at(d, d->time_end)->len == 1 &&
				date_at(d, d->time_end)->text[0] == 'm'))
				d->list[d->time_end++].used = true;
		}
		return;
	}
}

/* +0300, +03:00, +3, -00:20; i is on the sign. */
static bool
numeric_zone(struct date *d, size_t i)
{
	const struct date_token *sign = date_at(d, i), *n = date_at(d, i + 1);
	while (date_is_sign(n, '-') || date_is_sign(n, '+')) /* "--0700" */
		n = date_at(d, ++i + 1);
	if ((!date_is_sign(sign, '+') && !date_is_sign(sign, '-')) || !is_number(n, 1, 6) || n->spaced)
		return false;
	int64_t hours = n->value, minutes = 0;
	size_t end = i + 2;
	if (n->len <= 2 && date_is_sign(date_at(d, end), ':') && is_number(date_at(d, end + 1), 1, 2)) {
		minutes = date_at(d, end + 1)->value;
		end += 2;
	} else if (n->len > 4) {
		hours = n->value / 10000;
		minutes = n->value / 100 % 100;
	} else if (n->len > 2) {
		hours = n->value / 100;
		minutes = n->value % 100;
	}
	if (hours > 15 || minutes > 59)
		return false;
	d->offset = (int)(hours * 3600 + minutes * 60) * (date_is_sign(sign, '-') ? -1 : 1);
	d->zoned = true;
	for (size_t j = (size_t)(sign - d->list); j < end && j < d->n; j++)
		d->list[j].used = true;
	return true;
}

/* "at Cairo's time": one word. */
static bool
place_of_word(struct date *d, size_t i)
{
	for (const struct date_place *p = date_places; p->name; p++)
		if ((unsigned char)p->name[0] >= 0x80 && date_word_is(date_at(d, i), p->name)) {
			d->list[i].used = d->zoned = true;
			d->place = p;
			return true;
		}
	return false;
}

static bool
named_place(struct date *d, size_t i)
{
	if (date_at(d, i)->kind != DATE_WORD || !date_is_sign(date_at(d, i + 1), '/') || date_at(d, i + 2)->kind != DATE_WORD)
		return false;
	const char *name = date_at(d, i)->text;
	for (const struct date_place *p = date_places; p->name; p++) {
		size_t n = strlen(p->name);
		if (strncmp(name, p->name, n) == 0 && !date_is_word(name[n])) {
			d->place = p;
			break;
		}
	}
	d->zoned = true;
	while (i < d->n && (d->list[i].kind == DATE_WORD || date_is_sign(&d->list[i], '/')))
		d->list[i++].used = true;
	return true;
}

/* A name, a number with a sign, a name with a number (GMT+3), a place. */
static void
read_zone(struct date *d)
{
	size_t i = d->time_end;
	while (i < d->n && (date_is_sign(date_at(d, i), '(') || date_is_sign(date_at(d, i), ':') ||
			    date_is_sign(date_at(d, i), '.') || date_is_sign(date_at(d, i), ',')))
		i++;
	if (i >= d->n || numeric_zone(d, i) || named_place(d, i))
		return;
	/* the year may come between the time and the zone */
	for (; i < d->n; i++) {
		if (d->list[i].used || (is_number(date_at(d, i), 4, 4) && i == d->time_end))
			continue;
		if (d->list[i].kind != DATE_WORD)
			break;
		if (place_of_word(d, i))
			return;
		for (const struct date_name *z = date_zones; z->name; z++) {
			if (!date_word_is(date_at(d, i), z->name))
				continue;
			if (!strcmp(z->name, "at") && i + 1 < d->n)
				continue; /* "7:08 at ...": no Atlantic time */
			d->list[i].used = true;
			d->zoned = true;
			if (!numeric_zone(d, i + 1))
				d->offset = z->value * 60;
			return;
		}
	}
}

void
date_read_time(struct date *d)
{
	if (clock_time(d) || packed_time(d)) {
		half_day(d);
		read_zone(d);
	}
}
