#!/bin/sh
# SPDX-License-Identifier: MIT
# The store from outside: forgetting after a refresh, damage told and repaired, a disk
# that is full.
. "${AKHBAR_TOP:-.}/tests/e2e/tap.sh"

A="$bin/akhbar"
db="$scratch/news.db"
cd "$scratch" || exit 1

feed() { # FIRST LAST WORDS
	echo '<?xml version="1.0"?><rss version="2.0"><channel><title>خلاصة</title><link>https://x.example/</link>'
	i=$1
	while [ "$i" -le "$2" ]; do
		echo "<item><title>عنوان $i</title><link>https://x.example/$i</link><guid>g$i</guid>"
		echo "<description>نص المقال رقم $i ${3:-}</description></item>"
		i=$((i + 1))
	done
	echo '</channel></rss>'
}
printf 'allow-file-feeds yes\nkeep-unread no\n' >config
printf 'file://%s/feed.xml "~مصدري" < keep-count 10\n' "$scratch" >feeds
run() { "$A" "$@" --config config --feeds feeds --db "$db"; }
articles() { run list --limit 1000 2>/dev/null | grep -c عنوان; }

feed 1 30 >feed.xml
run refresh >out 2>err
equal "a refresh" "$?" 0
equal "the newest of a source are kept, as its line says" "$(articles)" 10
run refresh --force >out 2>err
equal "what was forgotten does not come back" "$(articles)" 10
feed 1 33 >feed.xml
run refresh --force >out 2>err
run refresh --force >out 2>err
equal "the new ones take the place of the oldest" "$(articles)" 10
id=$(run list --limit 1 | cut -f1)
run mark star "$id" >/dev/null
feed 40 60 >feed.xml
run refresh --force >out 2>err
equal "a starred one stays beside them" "$(articles)" 11

# ---- what another reader says was read ----------------------------------------------------
run list --unread --json --limit 2 | grep -o '"guid": *"g[0-9]*"' | grep -o 'g[0-9]*"$' |
	tr -d '"' >guids
unread=$(run list --unread --limit 100 | wc -l)
{ sed 's/$/\r/' guids; echo nobody-has-this; echo; } | run mark read --guid - >out 2>err
equal "ids from standard input: status" "$?" 0
equal "how many were marked" "$(cat out)" 2
equal "and they are" "$(run list --unread --limit 100 | wc -l)" "$((unread - 2))"

# ---- what a feed may not say to a terminal, and the reader's own day ---------------------------
esc='\\u001b]0;x\\u0007\\u001b[31m\\u202e\\u009b'
printf '{"version":"https://jsonfeed.org/version/1.1","title":"s %s","items":[{"id":"e","title":"كذب %s","authors":[{"name":"a %s"}],"content_text":"نص %s","date_published":"2026-11-20T22:30:00Z"}]}' \
	"$esc" "$esc" "$esc" "$esc" >esc.json
printf 'file://%s/esc.json\n' "$scratch" >esc.feeds
E="$A --config config --feeds esc.feeds --db esc.db"
$E refresh >out 2>err
id=$($E list --limit 1 | cut -f1)
for words in list "list --json --content" "search كذب" "feeds list" "show $id" "show --order visual $id" "rules check كذب"; do
	$E $words >out 2>&1
	bad=$(tr -d '\n\t' <out | LC_ALL=C grep -c "$(printf '[\001-\037\177]\\|\302[\200-\237]\\|\342\200\256')")
	equal "nothing that steers a terminal: ${words% *}" "$bad" 0
done
equal "a day begins where the reader is" "$(TZ=Asia/Riyadh $E list --since 2026-11-21 | wc -l)" 1
equal "and ends there" "$(TZ=UTC $E list --since 2026-11-21 | wc -l)" 0
for day in 2026-02-31 2026-11-20T10:30x 2026-11-20T10:99 "" 3x; do
	$E list --since "$day" >out 2>err
	equal "no date: $day" "$?" 1
done
$A show --lang en --config config --feeds esc.feeds --db esc.db http://127.0.0.1:1/ >out 2>err
equal "the fetcher speaks the reader's language" "$(grep -c 'the network' err)" 1
if [ -w /dev/full ]; then
	$E list --json >/dev/full 2>err
	equal "an output that cannot be written: status" "$?" 1
	equal "an output that cannot be written: words" "$(wc -l <err)" 1
fi

# ---- damage ---------------------------------------------------------------------------
run doctor --repair --lang en >out 2>err
equal "a whole store: status" "$?" 0
equal "a whole store: words" "$(cat out)" "Nothing in the store is damaged."
cp "$db" good.db
dd if=/dev/zero of="$db" bs=100 count=1 conv=notrunc 2>/dev/null
rm -f "$db-wal" "$db-shm"
for lang in en ar; do
	run list --lang $lang >out 2>err
	equal "damage in $lang: status" "$?" 3
	equal "damage in $lang: names the way out" "$(grep -c 'akhbar doctor --repair' err)" 1
done
run doctor --repair --lang en </dev/null >out 2>err
equal "not asked, nothing done: status" "$?" 3
equal "and says what could be saved" "$(grep -c '11 articles.* 1 starred; 1 source' out)" 1
equal "no file is left over" "$(ls | grep -c repaired)" 0
before=$(cksum <"$db")
echo n | run doctor --repair --lang en >out 2>err
equal "the damaged file is as it was" "$(cksum <"$db")" "$before"
run doctor --repair --yes --lang ar >out 2>err
equal "with --yes: status" "$?" 0
equal "the damaged file is kept" "$(cksum <"$(ls "$db".damaged-*)")" "$before"
equal "articles are back" "$(articles)" 11
equal "stars are back" "$(run list --starred | grep -c عنوان)" 1
equal "search too" "$(run search 'المقال' --limit 100 | grep -c عنوان)" 11
run refresh >out 2>err
equal "and refreshes" "$?" 0

printf 'not a store, some text of a file that somebody else wants to keep\n' >other.txt
before=$(cksum <other.txt)
"$A" list --db other.txt --lang en >out 2>err
equal "another file: status" "$?" 3
"$A" doctor --repair --yes --db other.txt --lang en >out 2>err
equal "another file is not repaired" "$?" 3
equal "nor touched" "$(cksum <other.txt)" "$before"

# ---- a full disk ------------------------------------------------------------------------
small="$scratch/small"
mkdir -p "$small"
if [ "$(id -u)" = 0 ] && mount -t tmpfs -o size=700k none "$small" 2>/dev/null; then
	trap 'umount "$small"; finish' EXIT
	printf 'allow-file-feeds yes\n' >config
	printf 'file://%s/feed.xml\nfile://%s/large.xml\n' "$scratch" "$scratch" >feeds
	long=$(i=0; while [ $i -lt 300 ]; do printf 'كلمات كثيرة %d ' $i; i=$((i + 1)); done)
	feed 100 250 "$long" >large.xml
	db="$small/news.db"
	run refresh --lang en >out 2>err
	equal "full disk: status" "$?" 3
	equal "full disk: said in words" "$(grep -c 'disk is full' err)" 1
	run doctor --repair --lang en >out 2>err
	equal "full disk: the store is whole" "$?" 0
	mount -o remount,size=20m "$small"
	run refresh --force --lang en >out 2>err
	equal "room made: it goes on" "$?" 0
	equal "and has everything" "$(articles)" 172
else
	skip "a full disk" "no small file system can be made here"
fi
plan
