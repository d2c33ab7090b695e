#!/bin/sh
# SPDX-License-Identifier: MIT
# akhbar layout as a filter: lines, orders, widths, cells as JSON, bad bytes.
. "${AKHBAR_TOP:-$(pwd)}/tests/e2e/tap.sh"

cd "$scratch" || exit 1
lay() {
	"$bin/akhbar" layout "$@" >out 2>err
	status=$?
}

printf 'قال ABC\n\nx\n' >in
lay --width 10 --order visual in
equal "visual: status" "$status" 0
equal "visual: padded on the left, blank lines kept" "$(cat out)" "   ABC ﻝﺎﻗ

x"
lay --width 10 in
equal "to a file: plain logical text" "$(cat out)" "$(cat in)"
lay --width 4 --order logical in
equal "logical: wrapped only" "$(head -n 2 out)" "قال 
ABC"
lay --width 0 --order visual in
equal "width 0: one line, no padding" "$(head -n 1 out)" "ABC ﻝﺎﻗ"
lay --width 10 --order visual --dir ltr in
equal "--dir ltr" "$(head -n 1 out)" "ﻝﺎﻗ ABC"
"$bin/akhbar" layout --width 10 --order visual - <in >piped
lay --width 10 --order visual in
is "standard input" cmp -s out piped

# a program moved away from its lists still lays out text
mkdir moved nowhere && cp "$bin/akhbar" moved/
HOME=$scratch/nowhere XDG_CONFIG_HOME=$scratch/nowhere moved/akhbar layout --width 10 --order visual in >out 2>err
equal "without a list of sources" "$?" 0
is "without a list of sources: the same lines" cmp -s out piped

lay --json --width 0 in
equal "json: cells in visual order, bytes into the paragraph" "$(head -n 1 out)" \
	'[{"text": "A", "width": 1, "bytes": [7, 8]}, {"text": "B", "width": 1, "bytes": [8, 9]}, {"text": "C", "width": 1, "bytes": [9, 10]}, {"text": " ", "width": 1, "bytes": [6, 7]}, {"text": "ﻝ", "width": 1, "bytes": [4, 6]}, {"text": "ﺎ", "width": 1, "bytes": [2, 4]}, {"text": "ﻗ", "width": 1, "bytes": [0, 2]}]'
equal "json: an empty line is an empty array" "$(sed -n 2p out)" "[]"

# a stroke has the bytes of the letter before it
printf 'دار دار دار دار بغداد كلمةطويلةلاتجدمكانا\n' >stroke
lay --json --width 22 --justify kashida stroke
is "kashida: one stroke" sh -c 'head -n 1 out | grep -c "ـ" >/dev/null'
is "kashida: in the place it should be" sh -c 'head -n 1 out | grep -F "\"ـ\", \"width\": 1, \"bytes\": [30, 32]}, {\"text\": \"ﻐ\""'

printf 'قال \033[31m\233\377 خبر\r\n' >bad
lay --width 40 bad
equal "bad bytes: status" "$status" 0
is "bad bytes: nothing that steers a terminal" sh -c '! LC_ALL=C grep -q "[[:cntrl:]]" out'
is "bad bytes: valid text" iconv -f UTF-8 -t UTF-8 out
lay --width 40 --json bad
is "bad bytes: each is a cell" grep -qF '"bytes": [13, 14]' out

# a paragraph of a megabyte, wrapped in parts: the same words, no line too long
awk 'BEGIN { for (i = 0; i < 60000; i++) printf "كلمة رقم %d (x) ", i; print "" }' >long
lay --width 60 long
equal "a long paragraph: status" "$status" 0
is "a long paragraph: every word" sh -c 'tr -s " \n" "\n" <out >a; tr -s " \n" "\n" <long >b; cmp a b'
is "a long paragraph: no line too long" sh -c '! grep -qE "^.{62}" out'
is "a long paragraph: no line cut short" sh -c 'test "$(grep -cvE "^.{45}" out)" -le 1'

# on one line without end, with less memory: from right to left the last part comes first
awk 'BEGIN { for (i = 0; i < 12000; i++) printf "سلام (x) "; print "عليكم" }' >long
lay --width 0 --order visual long
awk 'BEGIN { printf "ﻢﻜﻴﻠﻋ"; for (i = 0; i < 12000; i++) printf " (x) ﻡﻼﺳ"; print "" }' >turned
is "a long line: from left to right" cmp -s out turned
lay --width 0 --order logical long
is "a long line: as it is read" cmp -s out long

lay --justify sideways in
equal "an unknown word: status" "$status" 1
is "an unknown word: told" grep -q kashida err
lay --dir up in
equal "an unknown direction: status" "$status" 1
lay nothing-here
equal "no such file: status" "$status" 1
plan
