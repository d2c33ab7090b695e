#!/bin/sh
# SPDX-License-Identifier: MIT
# No .c over 600 lines, no function over 100 (tables may be longer: files named in
# the list below hold one).
status=0
for f in "$@"; do
	[ -e "$f" ] || continue
	lines=$(wc -l <"$f")
	case $f in
	*table*|*marks.c|*names.c|*data.c) continue ;;
	esac
	if [ "$lines" -gt 600 ]; then
		echo "$f: $lines lines (600 at most)"
		status=1
	fi
	awk -v f="$f" '/^[a-zA-Z_].*\(/ && !/;$/ { name = $0; start = NR }
		/^}/ { if (start && NR - start > 104) { print f ": " name " is " NR - start " lines"; bad = 1 } start = 0 }
		END { exit bad }' "$f" || status=1
done
exit $status
