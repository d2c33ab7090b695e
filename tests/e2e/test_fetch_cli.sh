#!/bin/sh
# SPDX-License-Identifier: MIT
# akhbar-fetch as a filter: parse, extract, opml, discover.
. "${AKHBAR_TOP:-$(pwd)}/tests/e2e/tap.sh"

fetch="$bin/akhbar-fetch"
cd "$scratch" || exit 1
run() {
	"$fetch" "$@" >out 2>err
	status=$?
}

run parse "$data/markets.xml"
equal "parse: exit status" "$status" 0
is "parse: ok" grep -q '"ok": *true' out
is "parse: its title" grep -q '"title": *"نشرة الأسواق"' out
is "parse: entries" grep -q 'markets-101' out
run parse --content-type "text/xml; charset=windows-1256" "$data/city-1256.xml"
is "parse: windows-1256" grep -q 'صدى المدينة' out
run parse - <"$data/science.xml"
is "parse: from standard input" grep -q 'نافذة على العلوم' out
run parse --url http://news.example/ "$data/article.html"
equal "parse of a page: exit status" "$status" 2
is "parse of a page: says so in JSON" grep -q '"ok": *false' out
is "parse of a page: names the feed it announces" grep -q 'feed.xml' out
is "parse of a page: reason on stderr" test -s err
run parse nothing-here
equal "parse of no file: exit status" "$status" 1
run parse
equal "parse without a file: exit status" "$status" 1
run parse --bogus x
equal "parse with an unknown option: exit status" "$status" 1

run extract --url http://city.example/library "$data/article.html"
equal "extract: exit status" "$status" 0
equal "extract: the title first" "$(head -n 1 out)" "افتتاح مكتبة الحي بعد ترميمها"
equal "extract: then an empty line" "$(sed -n 2p out)" ""
is "extract: the text" grep -q '^وقالت مديرة المكتبة' out
is "extract: not the navigation" sh -c '! grep -q رياضة out'
run extract --json "$data/article.html"
is "extract --json" grep -q '"blocks"' out
run extract --doc "$data/article.html"
is "extract --doc: bytes" test "$(wc -c <out)" -gt 200
printf '<html><body></body></html>' >empty.html
run extract --json empty.html
equal "extract of nothing: exit status" "$status" 2
is "extract of nothing: JSON all the same" grep -q '"ok": *false' out

run opml "$data/list.opml"
equal "opml: exit status" "$status" 0
equal "opml: address, title, section" "$(cat out)" "$(printf 'http://news.example/markets.xml\tنشرة الأسواق\tاقتصاد\nhttps://science.example/atom.xml\tنافذة على العلوم\t')"
run opml "$data/article.html"
equal "opml of a page: exit status" "$status" 2

cp "$data"/* .
start_server "$scratch"
run discover "$base/article.html"
equal "discover: exit status" "$status" 0
equal "discover: address and title" "$(cut -f 1,2 out)" "$(printf '%s/feed.xml\tصدى المدينة' "$base")"
run discover "$base/markets.xml"
equal "discover of a feed: itself" "$(cut -f 1 out)" "$base/markets.xml"
run discover --headlines "$base/markets.xml"
equal "discover: the feed, then what is in it" "$(sed -n 2p out | cut -f 1)" ""
is "discover: a date and a title" grep -q "^	20[0-9T:-]*Z	." out
run discover "$base/nothing"
equal "discover of nothing: exit status" "$status" 2
is "discover of nothing: the reason" grep -q 404 err
run extract "$base/article.html"
equal "extract of an address: the title" "$(head -n 1 out)" "افتتاح مكتبة الحي بعد ترميمها"

# ---- libcurl is loaded when something is fetched, and its absence is said
mkdir none
: >none/libcurl.so.4
: >none/libcurl-gnutls.so.4
: >none/libcurl.so
if command -v readelf >/dev/null 2>&1 && readelf -d "$fetch" | grep -q libcurl; then
	skip "without libcurl" "it is linked"
else
	LD_LIBRARY_PATH=$scratch/none
	export LD_LIBRARY_PATH
	run parse "$data/markets.xml"
	equal "without libcurl: parse" "$status" 0
	run extract "$data/article.html"
	equal "without libcurl: extract of a file" "$status" 0
	run extract "$base/article.html"
	equal "without libcurl: an address cannot be fetched" "$status" 2
	is "without libcurl: and it is named" grep -q 'libcurl' err
	printf '%s/markets.xml\n' "$base" >feeds
	: >config
	run refresh --config config --feeds feeds --db none.db
	equal "without libcurl: refresh" "$status" 2
	is "without libcurl: said by refresh" grep -q 'libcurl' err
	unset LD_LIBRARY_PATH
fi

# ---- the same of libxml2
mkdir noxml
for n in libxml2.so.2 libxml2.so.16 libxml2.so; do : >noxml/$n; done
if command -v readelf >/dev/null 2>&1 && readelf -d "$fetch" | grep -q libxml2; then
	skip "without libxml2" "it is linked"
else
	LD_LIBRARY_PATH=$scratch/noxml
	export LD_LIBRARY_PATH
	run parse "$data/markets.xml"
	equal "without libxml2: parse" "$status" 0
	run extract "$data/article.html"
	equal "without libxml2: no article is found" "$status" 2
	is "without libxml2: and it is named" grep -q 'libxml2' err
	printf '%s/markets.xml\n' "$base" >feeds
	: >config
	run refresh --config config --feeds feeds --db nolib.db
	is "without libxml2: refresh fails" test "$status" -ne 0
	is "without libxml2: said by refresh" grep -q 'libxml2' err
	unset LD_LIBRARY_PATH
fi

# ---- and of what reads JSON, and of SQLite
mkdir nojson nosql
for n in libjansson.so.4 libjansson.so; do : >nojson/$n; done
for n in libsqlite3.so.0 libsqlite3.so; do : >nosql/$n; done
printf '{"version":"https://jsonfeed.org/version/1.1","title":"t","items":[{"id":"1","title":"x"}]}' >j.json
linked() { command -v readelf >/dev/null 2>&1 && readelf -d "$fetch" | grep -q "$1"; }
if linked libjansson; then
	skip "without jansson" "it is linked"
else
	LD_LIBRARY_PATH=$scratch/nojson
	export LD_LIBRARY_PATH
	run parse "$data/markets.xml"
	equal "without jansson: a feed in XML" "$status" 0
	run parse j.json
	equal "without jansson: one in JSON is not read" "$status" 2
	is "without jansson: and it is named" grep -q 'jansson' err
	unset LD_LIBRARY_PATH
fi
if linked libsqlite3; then
	skip "without SQLite" "it is linked"
else
	LD_LIBRARY_PATH=$scratch/nosql
	export LD_LIBRARY_PATH
	run parse "$data/markets.xml"
	equal "without SQLite: parse" "$status" 0
	run refresh --config config --feeds feeds --db nosql.db
	equal "without SQLite: refresh" "$status" 3
	is "without SQLite: and it is named" grep -q 'libsqlite3' err
	unset LD_LIBRARY_PATH
fi

# ---- reasons in the reader's language, the file named once
LC_ALL=C
export LC_ALL
head -c 17000000 /dev/zero | tr '\0' x >large
for command in parse opml extract; do
	run $command large
	equal "$command of a large file" "$(cat err)" "akhbar: large: أكبر من 16777216 بايت"
	run $command nothing-here
	equal "$command of no file" "$(cat err)" "akhbar: nothing-here: لا يوجد ملف بهذا الاسم"
done
LC_ALL=en_US.UTF-8
run parse "$scratch"
equal "parse of a folder" "$(cat err)" "akhbar: $scratch: this is a folder; name a file"

"$fetch" --version >out
is "--version" grep -q '^akhbar-fetch [0-9]' out
run --help
equal "--help: exit status" "$status" 0
run
equal "no command: exit status" "$status" 1
run frobnicate
equal "unknown command: exit status" "$status" 1

# ---- serve: the lines of the pipe
hello=$(printf 'akhbar\t1\t%s' "$("$fetch" --version | cut -d ' ' -f 2)")
printf '%s/markets.xml\n' "$base" >feeds
: >config
{
	printf '%s\n7\trest\t5000\n1\trefresh\tall\n' "$hello"
	sleep 2
} | "$fetch" serve --config config --feeds feeds --db serve.db >out 2>err
equal "serve: exit status" "$?" 0
equal "serve: greets" "$(head -n 1 out)" "$hello"
is "serve: stored, then done" grep -q "$(printf '^1\tstored\t1\t2\t0\t0\t')" out
is "serve: done" grep -q "$(printf '^1\tdone\t1\t2\t0\t0\t')" out
equal "serve: a rest from upkeep is not answered" "$(grep -c '^7' out)" 0
printf 'akhbar\t1\t0.0.0\n' | "$fetch" serve --config config --feeds feeds --db serve.db >out 2>err
equal "serve: another build is refused" "$?" 1
is "serve: in words" grep -q 'another build' err


# ---- the language is the one asked for, whatever the locale
printf '<opml><body/></opml>' >none.opml
"$fetch" opml --lang en -- none.opml >out 2>err
is "opml --lang en" grep -q 'no feed is listed' err
"$fetch" opml --lang ar -- none.opml >out 2>err
is "opml --lang ar" sh -c '! grep -q "no feed is listed" err && grep -q none.opml err'

plan
