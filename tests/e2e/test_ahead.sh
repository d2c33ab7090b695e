#!/bin/sh
# SPDX-License-Identifier: MIT
# Whole articles brought before they are opened: by command, after a refresh, with
# limits; what gives none keeps the feed's text and is not asked again at once.
. "${AKHBAR_TOP:-$(pwd)}/tests/e2e/tap.sh"

mkdir "$scratch/www"
start_server "$scratch/www"

paragraph='وقالت رئيسة البلدية إن العمل في الحديقة بدأ في الربيع الماضي، وشارك فيه سكان الحي وطلاب المدارس، حتى صارت مكانًا يقصده الناس في المساء.'
page() { # FILE TITLE
	{
		printf '<!doctype html><html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>%s</title></head><body><nav><a href="/">الرئيسية</a></nav><article><h1>%s</h1>' "$2" "$2"
		for i in 1 2 3 4 5 6; do printf '<p>%s (%d)</p>' "$paragraph" "$i"; done
		printf '</article><footer>جميع الحقوق محفوظة</footer></body></html>'
	} >"$scratch/www/$1"
}
page garden.html 'افتتاح حديقة الحي'
page market.html 'سوق الخضار يفتح أبوابه'
page long.html 'مقال طويل من الخلاصة'

item() { # N LINK TITLE BODY
	printf '<item><guid>%s</guid><link>%s</link><title>%s</title><pubDate>Tue, 24 Nov 2026 0%s:00:00 +0000</pubDate><description>%s</description></item>' \
		"$1" "$2" "$3" "$1" "$4"
}
long=$(for i in 1 2 3 4 5; do printf '%s ' "$paragraph"; done)
{
	printf '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>أخبار الحي</title>'
	item 1 "$base/garden.html" 'افتتاح حديقة الحي' 'افتتحت البلدية حديقة الحي…'
	item 2 "$base/market.html" 'سوق الخضار يفتح أبوابه' 'يفتح السوق أبوابه غدًا.'
	item 3 "$base/status/403" 'صفحة محجوبة' 'سطر واحد من الخبر.'
	item 4 "$base/long.html" 'مقال طويل من الخلاصة' "$long"
	item 5 "" 'خبر بلا رابط' 'سطر آخر.'
	printf '</channel></rss>'
} >"$scratch/www/feed.xml"
printf '@ محليات\n%s/feed.xml\n' "$base" >"$scratch/feeds"
printf 'lang en\nfetch-timeout 5\n' >"$scratch/config"

reader() { # DB ARGS...
	db=$1
	shift
	"$bin/akhbar" "$@" --config "$scratch/config" --feeds "$scratch/feeds" --db "$scratch/$db" \
		>"$scratch/out" 2>"$scratch/err"
	status=$?
}
full() { # DB TITLE: the stored text holds a line that only the page has
	"$bin/akhbar" list --json --content --config "$scratch/config" --feeds "$scratch/feeds" --db "$scratch/$1" |
		tr '{' '\n' | grep -F "$2" | grep -qF '(6)'
}
not_full() { ! full "$@"; }

# ---- the command
reader a.db refresh
equal "refresh brings no page by itself" "$status" 0
is "the feed's line is what there is" not_full a.db 'افتتاح حديقة الحي'
reader a.db ahead --limit 1
equal "a limit is kept: exit status" "$status" 2
is "the newest one was asked, and refused" grep -qx 'whole articles 0, failed 1' "$scratch/out"
reader a.db ahead
equal "the others: exit status" "$status" 0
is "those with a few lines came, the refused one was not asked again" grep -qx 'whole articles 2, failed 0' "$scratch/out"
is "the whole article is stored" full a.db 'افتتاح حديقة الحي'
is "the other, too" full a.db 'سوق الخضار'
is "a long text of the feed is left alone" not_full a.db 'مقال طويل'
is "what could not be brought keeps the feed's text" sh -c "$bin/akhbar list --json --content --config $scratch/config --feeds $scratch/feeds --db $scratch/a.db | grep -q 'سطر واحد من الخبر'"
reader a.db ahead
is "nothing is left to bring" grep -qx 'whole articles 0, failed 0' "$scratch/out"
reader a.db ahead 'لا قسم'
equal "an unknown section: exit status" "$status" 1

# ---- with every refresh
printf 'lang en\nfetch-timeout 5\nfetch-ahead 10\n' >"$scratch/config"
reader b.db refresh
equal "refresh with fetch-ahead: exit status" "$status" 0
is "brought after the refresh" full b.db 'افتتاح حديقة الحي'
is "one line of summary still" grep -qE '^feeds 1, new articles 5, ' "$scratch/out"

printf 'lang en\nfetch-timeout 5\nfetch-ahead 10\nfull-text never\n' >"$scratch/config"
reader c.db refresh
is "never means never" not_full c.db 'افتتاح حديقة الحي'

# ---- what the feed has sent is more than a beginning
{
	printf '<!doctype html><html lang="ar"><head><meta charset="utf-8"><title>مقال</title></head><body><article><h1>مقال</h1>'
	for i in 1 2 3 4 5 6 7 8 9; do printf '<p>%s (%d)</p>' "$paragraph" "$i"; done
	printf '</article></body></html>'
} >"$scratch/www/nine.html"
ten=$(for i in 10 11 12 13 14 15 16 17 18 19; do printf '%s (%d) ' "$paragraph" "$i"; done)
{
	printf '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>أخبار الحي</title>'
	item 1 "$base/nine.html" 'مقال تام' "$ten"
	printf '</channel></rss>'
} >"$scratch/www/feed.xml"
printf 'lang en\nfetch-timeout 5\nfetch-ahead 10\nfull-text always\n' >"$scratch/config"
reader d.db refresh
reader d.db list --json --content
is "a shorter page does not replace it" grep -q '(19)' "$scratch/out"
plan
