#!/bin/sh
# SPDX-License-Identifier: MIT
# For run.sh: runs the one test whose source is $1 in a home of its own, prints what it
# came to in one piece, and leaves its counts.
set -u
name=${1%.*}
own="$AKHBAR_TEST_WORK/$(echo "$name" | tr / -)"
mkdir -p "$own/home" "$own/tmp"
export AKHBAR_TMP="$own/tmp" HOME="$own/home" XDG_CONFIG_HOME="$own/config" XDG_DATA_HOME="$own/data"
export XDG_STATE_HOME="$own/state" XDG_CACHE_HOME="$own/cache"

case $1 in
# the fetcher is not dumpable (sys/sandbox.c): LeakSanitizer cannot look into it
*.sh) set -- env ASAN_OPTIONS=detect_leaks=0 sh "$1" ;;
tests/fuzz/*) set -- "$OUT/$name" "tests/fuzz/seeds/${name##*/}" "tests/fuzz/grown/${name##*/}.pack" ;;
*) set -- "$OUT/$name" ;;
esac
log="$own/out"
timeout 600 "$@" >"$log" 2>"$own/err" </dev/null
status=$?
ok=$(grep -c '^ok ' "$log")
skip=$(grep -ci '^ok .*# *skip' "$log")
# this cmocka says `not ok N # SKIP` of a skipped test
unrun=$(grep -ci '^not ok .*# *skip' "$log")
bad=$(($(grep -c '^not ok ' "$log") - unrun))
# cmocka's own exit status is the number of failures: only a silent death counts extra
if [ "$status" -ne 0 ] && [ "$bad" -eq 0 ]; then bad=1; fi
if [ "$ok" -eq 0 ] && [ "$bad" -eq 0 ] && [ "$unrun" -eq 0 ]; then bad=1; fi
ok=$((ok - skip)) skip=$((skip + unrun))
{
	if [ "$bad" -gt 0 ]; then
		echo "--- $name (exit $status)"
		grep -v '^ok ' "$log" | tail -n 60
		tail -n 30 "$own/err"
	fi
	printf '%-44s %5d ok %4d failed %4d skipped\n' "$name" "$ok" "$bad" "$skip"
} >"$own/report"
cat "$own/report"
echo "$ok $bad $skip" >"$AKHBAR_TEST_WORK/counts/$(echo "$name" | tr / -)"
rm -rf "$own"
exit 0
