#!/bin/sh
# SPDX-License-Identifier: MIT
# lint-arrows.sh ROOM "ROOMS IT MAY INCLUDE": every include of src/ROOM goes down
# an arrow of the map (src/README.md).
room=$1
may=" $1 $2 "
status=0
for f in src/"$room"/*.[ch]; do
	[ -e "$f" ] || continue
	for inc in $(sed -n 's/^#include "\([^"]*\)".*/\1/p' "$f"); do
		case $inc in
		akhbar/base.h|akhbar/limits.h|akhbar/decode.h|akhbar/late.h) to=base ;;
		akhbar/*) to=${inc#akhbar/}; to=${to%.h} ;;
		*/*) to=${inc%%/*} ;;
		*) continue ;; # a header of the same room
		esac
		case $may in
		*" $to "*) ;;
		*) echo "$f: room $room may not include $inc"; status=1 ;;
		esac
	done
done
exit $status
