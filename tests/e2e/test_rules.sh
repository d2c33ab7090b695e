#!/bin/sh
# SPDX-License-Identifier: MIT
# Rules from outside: what they do to what comes in, the dry run, what comes back.
. "${AKHBAR_TOP:-.}/tests/e2e/tap.sh"

A="$bin/akhbar"
db="$scratch/news.db"
cd "$scratch" || exit 1

entry() { # KEY TITLE TEXT
	echo "<item><title>$2</title><link>https://x.example/$1</link><guid>$1</guid><description>$3</description></item>"
}
feed() {
	echo '<?xml version="1.0"?><rss version="2.0"><channel><title>خلاصة</title><link>https://x.example/</link>'
	cat
	echo '</channel></rss>'
}
printf 'allow-file-feeds yes\n' >config
printf 'file://%s/feed.xml "~مصدري"\n' "$scratch" >feeds
cat >>feeds <<'END'
@! أخف: "محتوى مموّل"
@! read: title:رياضه
@! star, notify: زلزال
END
{
	entry 1 'محتوًى مُمَوَّلٌ من شركة' 'نص'
	entry 2 'خبر' 'في النص مُحتوى ممول أيضًا'
	entry 3 'رياضة' 'نص'
	entry 4 'زلزالٌ في البحر' 'نص'
	entry 5 'خبر آخر' 'نص'
} | feed >feed.xml
run() { "$A" "$@" --config config --feeds feeds --db "$db" --lang en; }
count() { run "$@" 2>/dev/null | grep -c .; }

run refresh >out 2>err
equal "a refresh" "$?" 0
equal "what is hidden is not among the new" "$(grep -c 'new articles 3,' out)" 1
equal "what a rule wants told is" "$(grep -c 'your rules tell: زلزالٌ في البحر' err)" 1
equal "hidden ones are in no list" "$(count list)" 3
equal "but found" "$(count search is:hidden)" 2
equal "read ones are" "$(count list --unread)" 2
equal "starred ones are" "$(count list --starred)" 1
equal "the dry run counts" "$(run rules check --json 2>/dev/null | grep -c '"found": 0, "hidden": 2')" 1
equal "one that is not written yet" "$(run rules check 'hide: خبر' 2>/dev/null | head -1 | cut -f4)" '1 article · 1 hidden'
equal "which changes nothing" "$(count list)" 3

# ---- stored ones, and back -------------------------------------------------------------
run rules add hide 'خبر آخر' >out 2>err
equal "a rule is added: status" "$?" 0
equal "it holds for what comes in" "$(count list)" 3
run rules apply >out 2>err
equal "applied" "$(count list)" 2
equal "its line" "$(run rules 2>/dev/null | tail -1)" "5	hide	خبر آخر"
run rules remove 5 >out 2>err
equal "removed: status" "$?" 0
equal "it comes back" "$(count list)" 3
equal "and what others hide does not" "$(count search is:hidden)" 2
sed -i 's/^@! أخف/# &/' feeds
run refresh >out 2>err
equal "a line taken out by hand" "$(count list)" 5

# ---- mistakes ---------------------------------------------------------------------------
cp feeds good
printf '@! hide: after:2026-13-40\n@! forget: x\n@! hide: (\n' >>feeds
n=$(wc -l <good)
run refresh --force >out 2>err
equal "mistakes: status" "$?" 2
equal "named with their lines" "$(grep -c "feeds:$((n + 1)): \|feeds:$((n + 2)): \|feeds:$((n + 3)): " err)" 3
equal "and nothing is hidden by them" "$(count list)" 5
"$bin/akhbar-fetch" refresh --config config --feeds feeds --db "$db" --force >out 2>err
equal "by the fetcher too" "$(grep -c "feeds:$((n + 1)): \|feeds:$((n + 2)): \|feeds:$((n + 3)): " err)" 3
cp good feeds
run rules add hide 'after:nonsense' >out 2>err
equal "a mistake is not written: status" "$?" 1
equal "nor is it" "$(cmp feeds good && echo same)" same
run rules add dance x >out 2>err
equal "nothing a rule can do" "$?" 1

# ---- newsboat's list ----------------------------------------------------------------------
cat >urls <<'END'
https://one.example/feed "أخبار" "~الأولى"
"query:زلازل:title =~ \"زلزال\" and unread = \"yes\""
"query:No:unread_count > 3"
END
: >imported
"$bin/akhbar" feeds import urls --feeds imported --db imported.db --config config --lang en >out 2>err
equal "newsboat's list: what cannot be translated is told: status" "$?" 2
equal "its line" "$(grep -c 'urls:3: ' err)" 1
equal "its source under its tag" "$(grep -A1 '^@ أخبار' imported | tail -n 1 | cut -d' ' -f1)" "https://one.example/feed"
equal "its search is kept" "$(grep -c '^@? زلازل: ' imported)" 1

# ---- newsboat's ---------------------------------------------------------------------------
cat >newsboat.conf <<'END'
auto-reload yes
ignore-article "*" "title =~ \"رياضة\""
ignore-article "*" "flags # \"x\""
END
run rules import newsboat.conf >out 2>err
equal "newsboat's: what cannot be translated is told: status" "$?" 2
equal "with its line" "$(grep -c 'newsboat.conf:3: ' err)" 1
equal "the other is a rule now" "$(run rules 2>/dev/null | tail -1 | cut -f2-)" 'hide	title:"رياضة"*'

plan
