#!/bin/sh
# SPDX-License-Identifier: MIT
# Pages of articles over the wire: site rules, articles of several pages, refusals.
. "${AKHBAR_TOP:-$(pwd)}/tests/e2e/tap.sh"

fetch="$bin/akhbar-fetch"
mkdir "$scratch/www"
start_server "$scratch/www"
cd "$scratch" || exit 1

part='حمل الحكواتي عصاه وجلس على الكرسي العالي، فسكت المقهى كله، ثم بدأ القصة من حيث وقف بها في الليلة الماضية'
page() { # FILE NUMBER NEXT
	cat >"www/$1" <<END
<!doctype html><html><head><meta charset="utf-8"><title>قصة الحكواتي</title></head><body>
<h1>قصة الحكواتي</h1><p class="byline" rel="author">بقلم: <a rel="author" href="/who">سمير الراوي</a></p><div class="part"><p>$part ($2)</p><p>$part، وزاد عليها ما زاد ($2)</p></div>
<div class="quiz"><p>اختبر معلوماتك: كم ليلة تستمر القصة، وكم مرة يطلب السامعون أن يعيد ما قال؟</p></div>
<a rel="next" href="$3">التالي</a></body></html>
END
}
page one.html 1 two.html
page two.html 2 three.html
page three.html 3 one.html
page gap.html 1 missing.html
page away.html 1 http://elsewhere.example/x.html
printf 'site %s\ncontainer .part\nnext-page a[rel=next]\n' "127.0.0.1" >rules

run() {
	"$fetch" "$@" >out 2>err
	status=$?
}
run extract --rules rules --text "$base/one.html"
equal "three pages: exit status" "$status" 0
equal "three pages in order, the circle ends" "$(grep -o '([0-9])' out | tr -d '\n')" "(1)(1)(2)(2)(3)(3)"
is "nothing outside the container" sh -c '! grep -q اختبر out'
run extract --text "$base/one.html"
equal "without rules one page" "$(grep -o '([0-9])' out | tr -d '\n')" "(1)(1)"
run extract --rules rules --text "$base/gap.html"
equal "a page that is missing ends the article: exit status" "$status" 0
equal "what came stays" "$(grep -o '([0-9])' out | tr -d '\n')" "(1)(1)"
is "and it is said" grep -q 'missing.html' err
run extract --rules rules --json "$base/away.html"
is "no other site is followed" grep -q '"next_page": null' out
printf 'site 127.0.0.1\ncontainer .part\nremov .x\ncontainer ..\n' >bad
run extract --rules bad --text "$base/one.html"
equal "a bad line leaves the others: exit status" "$status" 0
is "it is named by file and line" grep -q 'bad:3: .*remov' err
is "so is a bad selector" grep -q 'bad:4: .*\.\.' err
run extract --rules nothing-here --text "$base/one.html"
equal "rules that cannot be read: exit status" "$status" 1

# ---- the same through the store
printf 'lang en\nfetch-timeout 5\n' >config
cp rules site-rules
{
	printf '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>الحكواتي</title>'
	for i in one gap; do
		printf '<item><guid>%s</guid><link>%s/%s.html</link><title>قصة %s</title><description>سطر واحد.</description></item>' "$i" "$base" "$i" "$i"
	done
	printf '<item><guid>wall</guid><link>%s/wall.html</link><title>قصة مغلقة</title><description>سطر من الخلاصة يبقى.</description></item>' "$base"
	printf '</channel></rss>'
} >www/feed.xml
printf '<html><head><meta charset="utf-8"><title>قصة</title></head><body><p>هذا المحتوى للمشتركين فقط. اشترك لمتابعة القراءة، أو سجل الدخول إن كان لك حساب في الموقع.</p></body></html>' >www/wall.html
printf '%s/feed.xml\n' "$base" >feeds
reader() { "$bin/akhbar" "$@" --config config --feeds feeds --db a.db >out 2>err; }
reader refresh
reader ahead
reader list --json --content
text_of() { tr '{' '\n' <out | grep -F "$1" | grep -o '([0-9])' | tr -d '\n'; }
equal "the rules stand beside the configuration; all pages are stored" "$(text_of 'قصة one')" "(1)(1)(2)(2)(3)(3)"
equal "the pages that came are stored" "$(text_of 'قصة gap')" "(1)(1)"
is "the page names who wrote it" sh -c 'tr "{" "\n" <out | grep -F "قصة one" | grep -q "\"author\": *\"سمير الراوي\""'
is "a wall keeps the feed's text" grep -q 'سطر من الخلاصة يبقى' out
is "and is not shown" sh -c '! grep -q للمشتركين out'

# ---- refusals say which
refused() { # CODE FILE
	run extract --json "$AKHBAR_TOP/tests/golden/article/wall-$2.html"
	equal "$2: exit status" "$status" 2
	is "$2: its code" grep -q "\"code\": \"page-$1\"" out
}
AKHBAR_TOP=${AKHBAR_TOP:-$top}
for wall in script consent paywall login robot blocked empty; do refused $wall $wall; done
refused none nothing
for code in 401:page-login 402:page-paywall 403:http-403 404:page-gone 410:page-gone 451:http-451; do
	run extract --json "$base/status/${code%%:*}"
	is "status ${code%%:*}: ${code#*:}" grep -q "\"${code#*:}\"" out
done
plan
