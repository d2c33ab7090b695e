/* SPDX-License-Identifier: MIT */
#include "store/image.h"

#include <endian.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sys/lang.h"

#define PAGE_OF_OLD 4096 /* of stores made before form 4 */
#define PAGE_OF_NEW 8192 /* of the others */
#define PAGES_LOOKED_AT 20000
#define DEPTH_MAX 24      /* of a tree: SQLite's own end is 20 */
#define PAYLOAD_MAX (32u << 20)
#define WAL_HEADER 32
#define FRAME_HEADER 24

/* Pages of tables; and of those WITHOUT ROWID, which are like indices. */
enum { LEAF = 0x0d, INTERIOR = 0x05, KEYED_LEAF = 0x0a, KEYED_INTERIOR = 0x02 };

struct image {
	int fd, wal;
	uint32_t page, usable, pages;
	uint64_t *frames; /* of each page: where its last committed form stands in the log, 0 nowhere */
	uint8_t *seen;    /* walked over, or known to be empty */
	bool broken;      /* some page on the way could not be read */
	struct buf payload;
	image_row_fn *each;
	void *context;
	struct image_report report;
};

static uint32_t
get16(const uint8_t *p)
{
	return (uint32_t)p[0] << 8 | p[1];
}

static uint32_t
get32(const uint8_t *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

/* A number of one to nine bytes; NULL past the end. */
static const uint8_t *
get_varint(const uint8_t *p, const uint8_t *end, uint64_t *out)
{
	uint64_t v = 0;
	for (int i = 0; i < 9; i++) {
		if (p >= end)
			return NULL;
		if (i == 8) {
			*out = v << 8 | *p;
			return p + 1;
		}
		v = v << 7 | (*p & 0x7f);
		if (!(*p++ & 0x80))
			break;
	}
	*out = v;
	return p;
}

static bool
read_page(const struct image *m, uint32_t n, uint8_t *out)
{
	if (n == 0 || n > m->pages)
		return false;
	if (m->frames[n])
		return pread(m->wal, out, m->page, (off_t)m->frames[n]) == (ssize_t)m->page;
	ssize_t got = pread(m->fd, out, m->page, (off_t)(n - 1) * m->page);
	return got == (ssize_t)m->page;
}

/* ---- the write-ahead log ------------------------------------------------------------------ */

struct sums {
	uint32_t a, b;
	bool big;
};

static void
add_sums(struct sums *s, const uint8_t *p, size_t n)
{
	for (size_t i = 0; i + 8 <= n; i += 8) {
		uint32_t x, y;
		if (s->big) {
			x = get32(p + i);
			y = get32(p + i + 4);
		} else {
			memcpy(&x, p + i, 4);
			memcpy(&y, p + i + 4, 4);
			x = le32toh(x);
			y = le32toh(y);
		}
		s->a += x + s->b;
		s->b += y + s->a;
	}
}

/* Frames up to the last commit whose sums hold (file format 4.2). */
static void
read_log(struct image *m, const char *path)
{
	char *name = mem_printf("%s-wal", path);
	m->wal = open(name, O_RDONLY | O_CLOEXEC);
	free(name);
	uint8_t head[WAL_HEADER], frame[FRAME_HEADER];
	if (m->wal < 0 || pread(m->wal, head, sizeof(head), 0) != sizeof(head) ||
	    (get32(head) & ~1u) != 0x377f0682 || get32(head + 8) != m->page)
		return;
	struct sums s = {.big = get32(head) & 1};
	add_sums(&s, head, 24);
	if (s.a != get32(head + 24) || s.b != get32(head + 28))
		return;
	uint8_t *page = mem_alloc(m->page);
	struct {
		uint32_t page;
		uint64_t at;
	} *open_frames = NULL;
	size_t n = 0, cap = 0;
	for (uint64_t at = WAL_HEADER;; at += FRAME_HEADER + m->page) {
		if (pread(m->wal, frame, sizeof(frame), (off_t)at) != sizeof(frame) ||
		    pread(m->wal, page, m->page, (off_t)(at + FRAME_HEADER)) != (ssize_t)m->page ||
		    memcmp(frame + 8, head + 16, 8) != 0)
			break;
		add_sums(&s, frame, 8);
		add_sums(&s, page, m->page);
		if (s.a != get32(frame + 16) || s.b != get32(frame + 20))
			break;
		if (n == cap) {
			cap = cap ? cap * 2 : 256;
			open_frames = mem_realloc_array(open_frames, cap, sizeof(*open_frames));
		}
		open_frames[n].page = get32(frame);
		open_frames[n++].at = at + FRAME_HEADER;
		uint32_t size = get32(frame + 4);
		if (!size)
			continue;
		if (size > m->pages && size < m->pages + (1u << 24)) {
			m->frames = mem_realloc_array(m->frames, (size_t)size + 1, sizeof(*m->frames));
			memset(m->frames + m->pages + 1, 0, (size_t)(size - m->pages) * sizeof(*m->frames));
			m->pages = size;
		}
		for (size_t i = 0; i < n; i++)
			if (open_frames[i].page <= m->pages)
				m->frames[open_frames[i].page] = open_frames[i].at;
		n = 0;
	}
	free(open_frames);
	free(page);
}

/* ---- rows ------------------------------------------------------------------------------------ */

/* The bytes of a cell, over its overflow pages. */
static bool
read_payload(struct image *m, const uint8_t *p, const uint8_t *end, uint64_t size, bool keyed)
{
	buf_clear(&m->payload);
	uint64_t most = keyed ? (uint64_t)(m->usable - 12) * 64 / 255 - 23 : m->usable - 35;
	uint64_t least = (uint64_t)(m->usable - 12) * 32 / 255 - 23;
	uint64_t local = size;
	if (size > PAYLOAD_MAX)
		return false;
	if (size > most) {
		local = least + (size - least) % (m->usable - 4);
		if (local > most)
			local = least;
	}
	if ((uint64_t)(end - p) < local + (local < size ? 4 : 0))
		return false;
	buf_add(&m->payload, p, local);
	uint32_t next = local < size ? get32(p + local) : 0;
	uint8_t *page = local < size ? mem_alloc(m->page) : NULL;
	bool good = true;
	uint32_t left = m->pages; /* a chain that comes round again does not end */
	while (good && m->payload.len < size) {
		good = left-- > 0 && read_page(m, next, page);
		if (!good)
			break;
		m->seen[next] = 1;
		uint64_t n = size - m->payload.len;
		n = n < m->usable - 4 ? n : m->usable - 4;
		buf_add(&m->payload, page + 4, n);
		next = get32(page);
	}
	free(page);
	return good;
}

static bool
read_record(struct bytes in, struct image_value *out, size_t *n)
{
	const uint8_t *start = (const uint8_t *)in.data, *end = start + in.len, *p = start, *body;
	uint64_t head, kind;
	*n = 0;
	if (!(p = get_varint(p, end, &head)) || head > in.len)
		return false;
	const uint8_t *head_end = start + head;
	for (body = head_end; p < head_end && *n < IMAGE_COLUMNS; ++*n) {
		static const uint8_t sizes[] = {0, 1, 2, 3, 4, 6, 8, 8, 0, 0};
		struct image_value *v = &out[*n];
		if (!(p = get_varint(p, head_end, &kind)) || kind == 10 || kind == 11)
			return false;
		uint64_t size = kind < 10 ? sizes[kind] : (kind - 12) / 2;
		if (size > (uint64_t)(end - body))
			return false;
		*v = (struct image_value){.kind = VALUE_NULL, .bytes = {(const char *)body, size}};
		if (kind == 7) {
			v->kind = VALUE_REAL;
		} else if (kind >= 12) {
			v->kind = kind & 1 ? VALUE_TEXT : VALUE_BLOB;
		} else if (kind) {
			uint64_t number = size && (body[0] & 0x80) ? UINT64_MAX : 0;
			for (uint64_t i = 0; i < size; i++)
				number = number << 8 | body[i];
			v->kind = VALUE_INT;
			v->number = kind == 9 ? 1 : (int64_t)number;
		}
		body += size;
	}
	return p == head_end && body == end;
}

/* The rows of a page; false: not one of its cells could be read as it should. Tables
 * WITHOUT ROWID have rows in the pages between root and leaves too. */
static bool
read_rows(struct image *m, const uint8_t *page, uint32_t number, const char *table)
{
	uint32_t at = number == 1 ? 100 : 0, cells = get16(page + at + 3), bad = 0;
	bool keyed = page[at] == KEYED_LEAF || page[at] == KEYED_INTERIOR;
	uint32_t child = page[at] == KEYED_INTERIOR ? 4 : 0; /* bytes, in the head and in each cell */
	const uint8_t *end = page + m->usable;
	if ((page[at] != LEAF && !keyed) || at + 8 + child + 2 * cells > m->usable)
		return false;
	for (uint32_t i = 0; i < cells; i++) {
		uint32_t offset = get16(page + at + 8 + child + 2 * i) + child;
		uint64_t size, rowid = 0;
		struct image_value values[IMAGE_COLUMNS];
		size_t n;
		const uint8_t *p = offset < m->usable ? get_varint(page + offset, end, &size) : NULL;
		if (p && !keyed)
			p = get_varint(p, end, &rowid);
		bool read = p && read_payload(m, p, end, size, keyed) &&
			    read_record(buf_view(&m->payload), values, &n);
		if (read && keyed && n && values[0].kind == VALUE_INT)
			rowid = (uint64_t)values[0].number;
		if (read)
			m->each(m->context, table, (int64_t)rowid, values, n);
		else
			bad++;
	}
	if (bad)
		m->broken = true;
	return bad < cells || cells == 0;
}

/* ---- trees ------------------------------------------------------------------------------------- */

static void
walk(struct image *m, uint32_t number, const char *table, int depth)
{
	uint8_t *page = mem_alloc(m->page);
	if (depth > DEPTH_MAX || number == 0 || number > m->pages || m->seen[number] ||
	    !read_page(m, number, page)) {
		m->broken = true;
		free(page);
		return;
	}
	m->seen[number] = 1;
	uint32_t at = number == 1 ? 100 : 0, cells = get16(page + at + 3);
	bool between = (page[at] == INTERIOR || page[at] == KEYED_INTERIOR) && at + 12 + 2 * cells <= m->usable;
	if (between) {
		for (uint32_t i = 0; i < cells; i++) {
			uint32_t offset = get16(page + at + 12 + 2 * i);
			if (offset + 4 <= m->usable)
				walk(m, get32(page + offset), table, depth + 1);
			else
				m->broken = true;
		}
		walk(m, get32(page + at + 8), table, depth + 1);
	}
	if (!(between && page[at] == INTERIOR) && !read_rows(m, page, number, table)) {
		m->broken = true;
		m->report.bad_pages++;
	}
	free(page);
}

/* Pages that were given up keep their old rows: those are none of the store's. */
static void
mark_empty(struct image *m, uint32_t trunk)
{
	uint8_t *page = mem_alloc(m->page);
	while (trunk && trunk <= m->pages && !m->seen[trunk] && read_page(m, trunk, page)) {
		m->seen[trunk] = 1;
		uint32_t n = get32(page + 4);
		for (uint32_t i = 0; i < n && 8 + 4 * i + 4 <= m->usable; i++) {
			uint32_t leaf = get32(page + 8 + 4 * i);
			if (leaf <= m->pages)
				m->seen[leaf] = 1;
		}
		trunk = get32(page);
	}
	free(page);
}

struct roots {
	struct {
		char name[32];
		uint32_t page;
	} items[64];
	size_t n;
};

/* Rows of the schema: type, name, table, root page, SQL. */
static void
note_root(void *context, const char *table, int64_t rowid, const struct image_value *v, size_t n)
{
	struct roots *r = context;
	(void)table;
	(void)rowid;
	if (n < 4 || v[0].kind != VALUE_TEXT || v[1].kind != VALUE_TEXT || v[3].kind != VALUE_INT ||
	    v[3].number <= 0 || v[3].number > UINT32_MAX || !bytes_eq_str(v[0].bytes, "table") ||
	    v[1].bytes.len >= sizeof(r->items[0].name) || r->n >= ARRAY_LEN(r->items))
		return;
	memcpy(r->items[r->n].name, v[1].bytes.data, v[1].bytes.len);
	/* a name with damage in it says nothing */
	r->items[r->n].name[utf8_valid(v[1].bytes) ? v[1].bytes.len : 0] = 0;
	r->items[r->n++].page = (uint32_t)v[3].number;
}

static void
read_all(struct image *m)
{
	uint8_t *page = mem_alloc(m->page);
	struct roots roots = {.n = 0};
	bool head = read_page(m, 1, page) && memcmp(page, "SQLite format 3", 16) == 0;
	image_row_fn *each = m->each;
	void *context = m->context;
	m->each = note_root;
	m->context = &roots;
	walk(m, 1, NULL, 0);
	m->each = each;
	m->context = context;
	m->report.schema = roots.n > 0;
	if (head)
		mark_empty(m, get32(page + 32));
	for (size_t i = 0; i < roots.n; i++)
		walk(m, roots.items[i].page, roots.items[i].name[0] ? roots.items[i].name : NULL, 0);
	for (uint32_t n = 2; n <= m->pages && (m->broken || !head || !roots.n); n++) {
		if (m->seen[n] || !read_page(m, n, page) || page[0] != LEAF)
			continue;
		m->seen[n] = 1;
		if (read_rows(m, page, n, NULL))
			m->report.lone_pages++;
	}
	free(page);
}

/* Where the head does not tell: in a store of large pages hardly one begins at an odd
 * number of small ones. */
static uint32_t
guess_page(int fd, off_t size)
{
	size_t begin[2] = {0, 0};
	for (off_t i = 1; i < size / PAGE_OF_OLD && i < PAGES_LOOKED_AT; i++) {
		uint8_t head[8];
		if (pread(fd, head, sizeof(head), i * PAGE_OF_OLD) != (ssize_t)sizeof(head))
			break;
		bool tree = head[0] == LEAF || head[0] == INTERIOR || head[0] == KEYED_LEAF ||
			    head[0] == KEYED_INTERIOR;
		/* the free block, the cells and where they begin fit into a page */
		begin[i % 2] += tree && get16(head + 1) < PAGE_OF_NEW && get16(head + 3) < PAGE_OF_NEW / 4 &&
			get16(head + 5) <= PAGE_OF_NEW;
	}
	return begin[1] > begin[0] / 4 ? PAGE_OF_OLD : PAGE_OF_NEW;
}

enum err
image_read(const char *path, image_row_fn *each, void *context, struct image_report *out,
	   struct why *why)
{
	struct image m = {.wal = -1, .each = each, .context = context};
	struct stat st;
	m.fd = open(path, O_RDONLY | O_CLOEXEC);
	if (m.fd < 0 || fstat(m.fd, &st) < 0) {
		if (m.fd >= 0)
			close(m.fd);
		return err_set(why, ERR_IO, "%s: %s", path, lang_errno(errno));
	}
	uint8_t head[100] = {0};
	if (pread(m.fd, head, sizeof(head), 0) < 0)
		memset(head, 0, sizeof(head));
	m.page = get16(head + 16) == 1 ? 65536 : get16(head + 16);
	if (memcmp(head, "SQLite format 3", 16) != 0 || m.page < 512 || (m.page & (m.page - 1)))
		m.page = guess_page(m.fd, st.st_size);
	m.usable = m.page - (head[20] <= 64 && memcmp(head, "SQLite format 3", 16) == 0 ? head[20] : 0);
	m.pages = (uint32_t)((uint64_t)st.st_size / m.page);
	m.frames = mem_zalloc(((size_t)m.pages + 1) * sizeof(*m.frames));
	buf_init(&m.payload, PAYLOAD_MAX);
	read_log(&m, path);
	m.seen = mem_zalloc((size_t)m.pages + 1);
	read_all(&m);
	m.report.pages = m.pages;
	*out = m.report;
	buf_release(&m.payload);
	free(m.seen);
	free(m.frames);
	if (m.wal >= 0)
		close(m.wal);
	close(m.fd);
	return OK;
}
