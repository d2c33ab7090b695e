/* SPDX-License-Identifier: MIT
 *
 * A small feed server for tests: loopback only, one poll loop, a free port that
 * it prints. Serves the files of a folder with ETag and Last-Modified, and
 * addresses that misbehave:
 *
 *   /file.xml              the file, 304 when the validators match
 *   /status/NNN            that status; 429 and 503 with Retry-After: 120
 *   /redirect/NNN/PATH     status NNN to /PATH
 *   /loop                  redirects to itself
 *   /slow                  a byte a second    /silent   never answers
 *   /empty  /garbage  /html
 *   /truncated/FILE        Content-Length larger than what is sent
 *   /gzip/FILE             gzip, stored blocks, declared
 *   /gzip-bare/FILE        the same without Content-Encoding
 *   /gzip-cut/FILE         without its last bytes
 *   /big/N                 a feed with N MB of spaces
 *   /headers               more header lines than anybody needs
 *   /private               redirects to http://10.255.255.1/
 *   /log                   the paths asked so far, one a line, with "304" or "200"
 *
 * server FOLDER [SECONDS]: ends by itself after SECONDS (default 120).
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "akhbar/base.h"

#define CLIENTS 256

struct client {
	int fd;
	struct buf in, out;
	size_t sent;
	bool answered, silent, slow;
	time_t next;
};

static struct client clients[CLIENTS];
static struct buf seen; /* the log */
static const char *folder;
static int own_port;

/* ---- answers ------------------------------------------------------------------------ */

static void
head(struct buf *out, int status, size_t length, const char *more)
{
	buf_printf(out, "HTTP/1.1 %d Test\r\nContent-Length: %zu\r\nConnection: close\r\n%s\r\n", status,
		   length, more);
}

static void
plain(struct buf *out, int status, const char *more, const char *body)
{
	head(out, status, strlen(body), more);
	buf_add_str(out, body);
}

static uint32_t
crc32(struct bytes in)
{
	uint32_t crc = 0xffffffffu;
	for (size_t i = 0; i < in.len; i++) {
		crc ^= (unsigned char)in.data[i];
		for (int k = 0; k < 8; k++)
			crc = crc >> 1 ^ (crc & 1 ? 0xedb88320u : 0);
	}
	return ~crc;
}

static void
little(struct buf *out, uint32_t v, int n)
{
	for (int i = 0; i < n; i++)
		buf_add_char(out, (char)(v >> (8 * i)));
}

/* RFC 1952 with stored blocks (RFC 1951 3.2.4): no compressor needed. */
static void
gzip(struct buf *out, struct bytes in)
{
	buf_add(out, "\x1f\x8b\x08\0\0\0\0\0\0\x03", 10);
	size_t at = 0;
	do {
		size_t n = in.len - at > 65535 ? 65535 : in.len - at;
		buf_add_char(out, at + n == in.len);
		little(out, (uint32_t)n, 2);
		little(out, ~(uint32_t)n, 2);
		buf_add(out, in.data + at, n);
		at += n;
	} while (at < in.len);
	little(out, crc32(in), 4);
	little(out, (uint32_t)in.len, 4);
}

static bool
read_file(const char *name, struct buf *out)
{
	if (strstr(name, "..") || strchr(name, '/'))
		return false;
	char *path = mem_printf("%s/%s", folder, name);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	free(path);
	if (fd < 0)
		return false;
	char piece[65536];
	ssize_t n;
	while ((n = read(fd, piece, sizeof(piece))) > 0)
		buf_add(out, piece, (size_t)n);
	close(fd);
	return n == 0;
}

static void
answer_file(struct client *c, const char *name, const char *path)
{
	struct buf body;
	buf_init(&body, 0);
	if (!read_file(name, &body)) {
		plain(&c->out, 404, "", "none");
		buf_printf(&seen, "%s 404\n", path);
		buf_release(&body);
		return;
	}
	char etag[64];
	char header[256];
	snprintf(etag, sizeof(etag), "\"%016llx\"", (unsigned long long)hash64(buf_view(&body), 1));
	snprintf(header, sizeof(header), "ETag: %s\r\nContent-Type: application/xml\r\n", etag);
	bool same = bytes_find(buf_view(&c->in), etag) != NULL;
	if (same)
		buf_printf(&c->out, "HTTP/1.1 304 Same\r\nETag: %s\r\nConnection: close\r\n\r\n", etag);
	else {
		head(&c->out, 200, body.len, header);
		buf_add_bytes(&c->out, buf_view(&body));
	}
	buf_printf(&seen, "%s %d\n", path, same ? 304 : 200);
	buf_release(&body);
}

static void
answer_changed(struct client *c, const char *path, const char *kind, const char *name)
{
	struct buf body, packed;
	buf_init(&body, 0);
	buf_init(&packed, 0);
	read_file(name, &body);
	gzip(&packed, buf_view(&body));
	if (!strcmp(kind, "truncated")) {
		head(&c->out, 200, body.len + 1000, "");
		buf_add_bytes(&c->out, buf_view(&body));
	} else if (!strcmp(kind, "gzip-cut")) {
		head(&c->out, 200, packed.len - 200, "Content-Encoding: gzip\r\n");
		buf_add(&c->out, packed.data, packed.len - 200);
	} else {
		head(&c->out, 200, packed.len, strcmp(kind, "gzip") ? "" : "Content-Encoding: gzip\r\n");
		buf_add_bytes(&c->out, buf_view(&packed));
	}
	buf_printf(&seen, "%s 200\n", path);
	buf_release(&body);
	buf_release(&packed);
}

static void
answer_big(struct client *c, int megabytes)
{
	struct buf body;
	buf_init(&body, 0);
	buf_add_str(&body, "<rss version='2.0'><channel><title>big</title>");
	for (int i = 0; i < megabytes * 1024; i++)
		buf_printf(&body, "%1024s", " ");
	buf_add_str(&body, "</channel></rss>");
	head(&c->out, 200, body.len, "");
	buf_add_bytes(&c->out, buf_view(&body));
	buf_release(&body);
}

static void
answer_headers(struct client *c)
{
	struct buf more;
	buf_init(&more, 0);
	for (int i = 0; i < 400; i++)
		buf_printf(&more, "X-%d: %060d\r\n", i, i);
	plain(&c->out, 200, more.data, "<rss/>");
	buf_release(&more);
}

static void
answer_redirect(struct client *c, const char *rest)
{
	int status = atoi(rest);
	const char *slash = strchr(rest, '/');
	char *more = mem_printf("Location: %s\r\n", slash ? slash : "/");
	plain(&c->out, status, more, "");
	free(more);
}

/* A feed with one article: what was asked, so that a test sees what went out. */
static void
answer_echo(struct client *c)
{
	struct buf body;
	buf_init(&body, 0);
	buf_add_str(&body, "<rss version='2.0'><channel><title>echo</title><item><title>asked</title>"
			   "<guid>asked</guid><description><![CDATA[<pre>");
	buf_add_bytes(&body, buf_view(&c->in));
	buf_add_str(&body, "</pre>]]></description></item></channel></rss>");
	head(&c->out, 200, body.len, "");
	buf_add_bytes(&c->out, buf_view(&body));
	buf_release(&body);
}

/* HOST/PATH: a redirect to another name of this server. */
static void
answer_to(struct client *c, const char *rest)
{
	const char *slash = strchr(rest, '/');
	int n = slash ? (int)(slash - rest) : (int)strlen(rest);
	char *more = mem_printf("Location: http://%.*s:%d%s\r\n", n, rest, own_port, slash ? slash : "/");
	plain(&c->out, 302, more, "");
	free(more);
}

static void
answer(struct client *c, char *path)
{
	if (!strncmp(path, "http://", 7)) { /* asked as a proxy: any host is this one */
		char *slash = strchr(path + 7, '/');
		path = slash ? slash : path + strlen(path);
	}
	static const char *const kinds[] = {"truncated", "gzip", "gzip-bare", "gzip-cut"};
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
		size_t n = strlen(kinds[i]);
		if (!strncmp(path + 1, kinds[i], n) && path[1 + n] == '/') {
			answer_changed(c, path, kinds[i], path + n + 2);
			return;
		}
	}
	if (!strncmp(path, "/status/", 8)) {
		int status = atoi(path + 8);
		plain(&c->out, status, status == 429 || status == 503 ? "Retry-After: 120\r\n" : "", "no");
		buf_printf(&seen, "%s %d\n", path, status);
	} else if (!strncmp(path, "/redirect/", 10)) {
		answer_redirect(c, path + 10);
		buf_printf(&seen, "%s\n", path);
	} else if (!strcmp(path, "/echo")) {
		answer_echo(c);
	} else if (!strncmp(path, "/to/", 4)) {
		answer_to(c, path + 4);
	} else if (!strncmp(path, "/locked/", 8)) {
		/* for user u with password p */
		if (bytes_find(buf_view(&c->in), "Authorization: Basic dTpw\r\n"))
			answer_file(c, path + 8, path);
		else
			plain(&c->out, 401, "WWW-Authenticate: Basic realm=\"x\"\r\n", "no");
	} else if (!strcmp(path, "/loop")) {
		plain(&c->out, 302, "Location: /loop\r\n", "");
	} else if (!strcmp(path, "/private")) {
		plain(&c->out, 302, "Location: http://10.255.255.1/\r\n", "");
	} else if (!strcmp(path, "/silent")) {
		c->silent = true;
	} else if (!strcmp(path, "/slow")) {
		head(&c->out, 200, 100000, "");
		for (int i = 0; i < 200; i++)
			buf_add_char(&c->out, ' ');
		c->slow = true;
	} else if (!strcmp(path, "/empty")) {
		plain(&c->out, 200, "", "");
	} else if (!strcmp(path, "/garbage")) {
		plain(&c->out, 200, "", "\x89PNG \x01\x02 no feed at all");
	} else if (!strcmp(path, "/html")) {
		plain(&c->out, 200, "Content-Type: text/html\r\n",
		      "<!doctype html><html><head><link rel=alternate type='application/rss+xml' "
		      "href='/feed.xml' title='x'></head><body>page</body></html>");
	} else if (!strncmp(path, "/big/", 5)) {
		answer_big(c, atoi(path + 5));
	} else if (!strcmp(path, "/headers")) {
		answer_headers(c);
	} else if (!strcmp(path, "/log")) {
		plain(&c->out, 200, "", seen.data ? seen.data : "");
	} else {
		answer_file(c, path + 1, path);
	}
}

/* ---- the loop ---------------------------------------------------------------------------- */

static void
drop(struct client *c)
{
	close(c->fd);
	buf_release(&c->in);
	buf_release(&c->out);
	memset(c, 0, sizeof(*c));
	c->fd = -1;
}

static void
readable(struct client *c)
{
	char piece[8192];
	ssize_t n = read(c->fd, piece, sizeof(piece));
	if (n <= 0) {
		if (n == 0 || errno != EAGAIN)
			drop(c);
		return;
	}
	buf_add(&c->in, piece, (size_t)n);
	if (c->answered || !bytes_find(buf_view(&c->in), "\r\n\r\n"))
		return;
	c->answered = true;
	char *path = strchr(c->in.data, ' ');
	char *end = path ? strchr(path + 1, ' ') : NULL;
	if (!end) {
		drop(c);
		return;
	}
	path = mem_strndup(path + 1, (size_t)(end - path - 1));
	answer(c, path);
	free(path);
}

static void
writable(struct client *c)
{
	size_t n = c->out.len - c->sent;
	if (c->slow) {
		if (time(NULL) < c->next)
			return;
		c->next = time(NULL) + 1;
		n = n > 1 ? 1 : n;
	}
	ssize_t w = send(c->fd, c->out.data + c->sent, n, MSG_NOSIGNAL);
	if (w < 0 && errno != EAGAIN) {
		drop(c);
		return;
	}
	c->sent += w > 0 ? (size_t)w : 0;
	if (c->sent == c->out.len && !c->silent)
		drop(c);
}

static void
accept_one(int listener)
{
	int fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
	for (size_t i = 0; fd >= 0 && i < CLIENTS; i++)
		if (clients[i].fd < 0) {
			clients[i].fd = fd;
			return;
		}
	if (fd >= 0)
		close(fd);
}

int
main(int argc, char **argv)
{
	folder = argc > 1 ? argv[1] : ".";
	time_t end = time(NULL) + (argc > 2 ? atoi(argv[2]) : 120);
	int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	struct sockaddr_in a = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t len = sizeof(a);
	if (listener < 0 || bind(listener, (struct sockaddr *)&a, len) || listen(listener, 128) ||
	    getsockname(listener, (struct sockaddr *)&a, &len)) {
		perror("server");
		return 1;
	}
	own_port = ntohs(a.sin_port);
	printf("%d\n", own_port);
	fflush(stdout);
	for (size_t i = 0; i < CLIENTS; i++)
		clients[i].fd = -1;
	while (time(NULL) < end) {
		struct pollfd p[CLIENTS + 1] = {{.fd = listener, .events = POLLIN}};
		bool slow = false;
		for (size_t i = 0; i < CLIENTS; i++) {
			struct client *c = &clients[i];
			bool waits = c->slow && time(NULL) < c->next;
			slow |= c->slow;
			p[i + 1] = (struct pollfd){.fd = c->fd, .events = POLLIN};
			if (c->fd >= 0 && c->out.len > c->sent && !waits)
				p[i + 1].events |= POLLOUT;
		}
		if (poll(p, CLIENTS + 1, slow ? 100 : 1000) < 0)
			continue;
		for (size_t i = 0; i < CLIENTS; i++) {
			if (clients[i].fd >= 0 && p[i + 1].revents & POLLOUT)
				writable(&clients[i]);
			if (clients[i].fd >= 0 && p[i + 1].revents & (POLLIN | POLLHUP | POLLERR))
				readable(&clients[i]);
		}
		if (p[0].revents & POLLIN)
			accept_one(listener);
	}
	return 0;
}
