#!/bin/sh
# SPDX-License-Identifier: MIT
# A whole refresh against a loopback server: good feeds and failing ones side by
# side, then again, then interrupted.
. "${AKHBAR_TOP:-$(pwd)}/tests/e2e/tap.sh"

fetch="$bin/akhbar-fetch"
mkdir "$scratch/www"
cp "$data"/*.xml "$scratch/www/"
start_server "$scratch/www"
cat >"$scratch/config" <<END
fetch-timeout 5
lang en
END

refresh() { # FEEDS DB ARGS...
	f=$1 d=$2
	shift 2
	"$fetch" refresh --config "$scratch/config" --feeds "$f" --db "$d" "$@" >"$scratch/out" 2>"$scratch/err"
	status=$?
}
# ---- all is well
cat >"$scratch/feeds" <<END
@ اقتصاد
$base/markets.xml
@ علوم
$base/science.xml "~علوم اليوم"
$base/city-1256.xml
END
refresh "$scratch/feeds" "$scratch/a.db"
equal "good feeds: exit status" "$status" 0
equal "good feeds: nothing on stderr" "$(cat "$scratch/err")" ""
is "one line of summary" grep -qE '^feeds 3, new articles 5, unchanged 0, failed 0, stored after [0-9.]+ s, done after [0-9.]+ s$' "$scratch/out"
equal "and only that line" "$(wc -l <"$scratch/out" | tr -d ' ')" 1
is "the store is for its owner alone" test "$(stat -c %a "$scratch/a.db")" = 600

refresh "$scratch/feeds" "$scratch/a.db"
equal "second run: exit status" "$status" 0
is "second run: all unchanged" grep -qE '^feeds 3, new articles 0, unchanged 3, failed 0,' "$scratch/out"

# ---- list through the reader
if [ -x "$bin/akhbar" ]; then
	reader() { "$bin/akhbar" "$@" --config "$scratch/config" --feeds "$scratch/feeds" --db "$scratch/a.db"; }
	reader list --json --content >"$scratch/list" 2>"$scratch/list.err"
	equal "list: exit status" "$?" 0
	is "list: windows-1256 was read" grep -q 'افتتاح مكتبة الحي بعد ترميمها' "$scratch/list"
	is "list: dates are UTC" grep -q '2026-11-22T05:30:00Z' "$scratch/list"
	is "list: the body's text" grep -q 'السكري' "$scratch/list"
	equal "list: five articles" "$(grep -o '"guid"' "$scratch/list" | wc -l | tr -d ' ')" 5
	reader refresh >"$scratch/out" 2>"$scratch/err"
	equal "akhbar refresh: exit status" "$?" 0
	is "akhbar refresh: one summary line" grep -q 'feeds 3' "$scratch/out"
else
	skip "list through the reader" "the reader is not built"
fi

# ---- failing feeds beside good ones
cat >"$scratch/bad" <<END
$base/markets.xml
$base/nothing.xml "~لا شيء"
$base/status/403
$base/status/410
$base/status/429
$base/status/500
$base/silent
$base/garbage
$base/html
$base/empty
$base/truncated/markets.xml
$base/gzip-cut/markets.xml
$base/loop
$base/big/20
$base/headers
http://127.0.0.1:1/refused
http://no-such-host.invalid/feed
file:///etc/hostname
$base/gzip/science.xml
$base/gzip-bare/city-1256.xml
$base/redirect/301/science.xml
END
refresh "$scratch/bad" "$scratch/b.db"
equal "failing feeds: exit status" "$status" 2
is "the good ones are stored" grep -qE '^feeds 21, new articles 7, unchanged 0, failed 17,' "$scratch/out"
# a slow run says now and then how far it is
grep -vE '^akhbar: [0-9]+ of [0-9]+ feeds, ' "$scratch/err" >"$scratch/failures"
equal "one line for each failure" "$(wc -l <"$scratch/failures" | tr -d ' ')" 17
equal "each in the same form" "$(grep -cvE '^akhbar: .+ <(http|file)[^>]*>: [^;]+; .+' "$scratch/failures")" 0
told() { is "told: $1" grep -q "<$2>: .*$3" "$scratch/err"; }
told 404 "$base/nothing.xml" "404.*check the address"
is "told: by the reader's own title" grep -q '^akhbar: لا شيء <' "$scratch/err"
told 403 "$base/status/403" "blocked by the site"
told 410 "$base/status/410" "closed for good"
told 429 "$base/status/429" "less often"
told 500 "$base/status/500" "status 500"
told silence "$base/silent" "no answer in time"
told "no feed" "$base/garbage" "not a feed"
told "a page" "$base/html" "web page.*/feed.xml"
told empty "$base/empty" "empty"
told truncated "$base/truncated/markets.xml" "broke off"
told "cut gzip" "$base/gzip-cut/markets.xml" "gzip"
told loop "$base/loop" "circles"
told "too big" "$base/big/20" "larger than 16 MB"
told headers "$base/headers" "header"
told refused "http://127.0.0.1:1/refused" "no connection"
told "no host" "http://no-such-host.invalid/feed" "no-such-host.invalid is not known"
told "files are off" "file:///etc/hostname" "allow-file-feeds"

# ---- what failed is left alone for a while
refresh "$scratch/bad" "$scratch/b.db"
is "the second time only the good ones are asked" grep -qE '^feeds 4, new articles 0, unchanged 4, failed 0,.* waiting 17$' "$scratch/out"
refresh "$scratch/bad" "$scratch/b.db" --force "$base/status/410"
is "--force asks one all the same" grep -qE '^feeds 1, .* failed 1,' "$scratch/out"
equal "and fails again" "$status" 2

# ---- lines that are no addresses are named with the reason, and the status says so
printf '%s/markets.xml\ngopher://127.0.0.1/_x\nhttp:///nothing\nnews\n' "$base" >"$scratch/lines"
if [ -x "$bin/akhbar" ]; then
	"$bin/akhbar" refresh --config "$scratch/config" --feeds "$scratch/lines" --db "$scratch/lines.db" >"$scratch/out" 2>"$scratch/err"
	equal "lines that are no addresses: exit status" "$?" 2
	is "the protocol is named" grep -q 'lines:2: .*gopher is not supported' "$scratch/err"
	is "the missing host, too" grep -q 'lines:3: .*host is missing' "$scratch/err"
	is "and what is no address at all" grep -q 'lines:4: .*not an address' "$scratch/err"
	is "the good one is read" grep -qE '^feeds 1, new articles 2' "$scratch/out"
	"$bin/akhbar" refresh --config "$scratch/config" --feeds "$scratch/bad" --db "$scratch/b.db" >"$scratch/out" 2>"$scratch/err"
	is "akhbar refresh tells what is left alone" grep -q "<$base/status/403>: .*not asked again before" "$scratch/err"
	is "and counts it" grep -qE ', waiting 17$' "$scratch/out"
else
	skip "lines that are no addresses" "the reader is not built"
fi

# ---- what a line sets for its own feed
cat >"$scratch/own" <<END
@ مصادر < user-agent Reader/7
$base/echo < header X-Key: k1
$base/locked/markets.xml < user u; password-command printf 'p\\nsecond line'
$base/locked/science.xml < user u; password-command false
END
if [ -x "$bin/akhbar" ]; then
	own() { "$bin/akhbar" "$@" --config "$scratch/config" --feeds "$scratch/own" --db "$scratch/own.db" --log "$scratch/own.log"; }
	own refresh >"$scratch/out" 2>"$scratch/err"
	equal "settings of single feeds: exit status" "$?" 2
	is "two are read" grep -qE '^feeds 3, new articles 3, unchanged 0, failed 1,' "$scratch/out"
	is "the command that fails is named" grep -q "the password command of <$base/locked/science.xml>: false ended with status 1" "$scratch/err"
	is "and its feed" grep -q "<$base/locked/science.xml>: its password command gave no password" "$scratch/err"
	own list --json --content >"$scratch/list" 2>&1
	is "the header went out" grep -q 'X-Key: k1' "$scratch/list"
	is "the section's agent, too" grep -q 'User-Agent: Reader/7' "$scratch/list"
	is "no password in the log" test -z "$(grep -a 'dTpw\|password.*p$' "$scratch/own.log")"
else
	skip "settings of single feeds" "the reader is not built"
fi

# ---- adding: a feed, a page that announces some, a page that does not
if [ -x "$bin/akhbar" ]; then
	printf '# mine\n' >"$scratch/mine"
	mine() { "$bin/akhbar" feeds "$@" --config "$scratch/config" --feeds "$scratch/mine" --db "$scratch/mine.db" >"$scratch/out" 2>"$scratch/err" </dev/null; }
	echo '<!doctype html><title>x</title><p>no link here' >"$scratch/www/page.html"
	cat >"$scratch/www/two.html" <<END
<!doctype html><link rel=alternate type=application/rss+xml href=markets.xml title=A>
<link rel=alternate type=application/atom+xml href=city-1256.xml title=B>
END
	mine add "$base/science.xml" "علوم اليوم"
	equal "add a feed: exit status" "$?" 0
	is "and it is fetched at once" grep -qE '^feeds 1, new articles 2' "$scratch/out"
	mine add "$base/two.html"
	equal "a page that announces two: exit status" "$?" 2
	is "both are offered" grep -q "2  $base/city-1256.xml  B" "$scratch/out"
	mine add "$base/nothing"
	equal "nothing there: exit status" "$?" 2
	is "and nothing added" test -z "$(grep nothing "$scratch/mine")"
	mine add "$base/page.html"
	equal "a page without a feed: exit status" "$?" 2
	cp "$scratch/www/markets.xml" "$scratch/www/rss.xml"
	mine add "$base/page.html"
	equal "one where feeds usually stand: exit status" "$?" 0
	is "it is that which is added" grep -q "^$base/rss.xml" "$scratch/mine"
	rm "$scratch/www/rss.xml"
	mine add "$base/page.html" --force
	is "--force takes the address as it is" grep -q "^$base/page.html" "$scratch/mine"
	mine check
	equal "check: exit status" "$?" 2
	tab=$(printf '\t')
	is "check: the error in words" grep -q "$tab$base/rss.xml$tab.*404" "$scratch/out"
	mine list
	is "list: counts, last success, next due" grep -qE "^علوم اليوم$tab$base/science.xml${tab}2/2${tab}20[0-9T:Z-]+${tab}20[0-9T:Z-]+$tab" "$scratch/out"
else
	skip "adding" "the reader is not built"
fi

# ---- files as feeds, when wanted
printf 'allow-file-feeds yes\nlang en\n' >"$scratch/config-files"
printf 'file://%s\nfile:///dev/zero\nfile:///etc\n' "$data/science.xml" >"$scratch/files"
"$fetch" refresh --config "$scratch/config-files" --feeds "$scratch/files" --db "$scratch/f.db" >"$scratch/out" 2>"$scratch/err"
equal "a file and two that are none: exit status" "$?" 2
is "the regular file is read" grep -qE '^feeds 3, new articles 2, unchanged 0, failed 2,' "$scratch/out"

# ---- wrong usage
"$fetch" refresh --config "$scratch/config" --feeds "$scratch/none" --db "$scratch/x.db" >/dev/null 2>&1
equal "no feeds file: exit status" "$?" 1
"$fetch" refresh --bogus >/dev/null 2>&1
equal "unknown option: exit status" "$?" 1
"$fetch" refresh --config "$scratch/config" --feeds "$scratch/feeds" --db "$scratch/a.db" "ليس هنا" >/dev/null 2>&1
equal "unknown feed: exit status" "$?" 1
mkdir "$scratch/folder.db"
"$fetch" refresh --config "$scratch/config" --feeds "$scratch/feeds" --db "$scratch/folder.db" >/dev/null 2>"$scratch/err"
equal "a store that cannot be opened: exit status" "$?" 3
is "and a reason" grep -q '^akhbar: .*folder.db' "$scratch/err"

# ---- stopped: what arrived is kept
printf 'fetch-timeout 60\nlang en\n' >"$scratch/config-slow"
printf '%s/markets.xml\n%s/silent\n' "$base" "$base" >"$scratch/slow"
"$fetch" refresh --config "$scratch/config-slow" --feeds "$scratch/slow" --db "$scratch/s.db" \
	>"$scratch/out" 2>"$scratch/err" &
pid=$!
for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do # what came is stored
	sleep 0.5
	[ "$("$bin/akhbar" list --config "$scratch/config-slow" --feeds "$scratch/slow" \
		--db "$scratch/s.db" 2>/dev/null | wc -l)" -ge 2 ] && break
done
kill -TERM $pid
start=$(date +%s)
wait $pid
equal "TERM: exit status" "$?" 143
is "TERM: within two seconds" test $(($(date +%s) - start)) -le 2
is "TERM: says so" grep -q '^stopped: feeds 2, new articles 2,' "$scratch/out"
refresh "$scratch/feeds" "$scratch/s.db" "$base/markets.xml"
is "stopped: the articles are there" grep -qE 'new articles 0, unchanged 1' "$scratch/out"

"$bin/akhbar" refresh --config "$scratch/config-slow" --feeds "$scratch/slow" --db "$scratch/s2.db" \
	>"$scratch/out" 2>"$scratch/err" &
pid=$!
for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
	sleep 0.5
	[ "$("$bin/akhbar" list --config "$scratch/config-slow" --feeds "$scratch/slow" \
		--db "$scratch/s2.db" 2>/dev/null | wc -l)" -ge 2 ] && break
done
kill -TERM $pid
wait $pid
equal "the reader's refresh, TERM: exit status" "$?" 143
is "what came until then is summed up" grep -q '^stopped: feeds 2, new articles 2,' "$scratch/out"

# ---- one refresher at a time
"$fetch" refresh --config "$scratch/config-slow" --feeds "$scratch/slow" --db "$scratch/l.db" >/dev/null 2>&1 &
pid=$!
sleep 1
refresh "$scratch/feeds" "$scratch/l.db"
equal "a second refresher: exit status" "$status" 2
is "a second refresher is told whom to wait for" grep -qE 'another akhbar is refreshing \(process [0-9]+\)' "$scratch/err"
if [ -x "$bin/akhbar" ]; then
	"$bin/akhbar" refresh --lang en --config "$scratch/config" --feeds "$scratch/feeds" --db "$scratch/l.db" >"$scratch/out" 2>"$scratch/err"
	equal "akhbar refresh meanwhile: exit status" "$?" 2
	is "akhbar refresh meanwhile: is told, too" grep -q 'another akhbar is refreshing' "$scratch/err"
	is "akhbar refresh meanwhile: and counts nothing" test ! -s "$scratch/out"
fi
kill -KILL $pid
wait $pid 2>/dev/null
sleep 0.2
refresh "$scratch/feeds" "$scratch/l.db"
equal "a killed one leaves no lock behind" "$status" 0

plan
