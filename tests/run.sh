#!/bin/sh
# SPDX-License-Identifier: MIT
# Runs every test program and script under $OUT and counts. Each speaks TAP
# (cmocka does when asked): `ok` and `not ok` lines. A program that dies or says
# nothing is one failure. With arguments: only tests whose path holds one of them.
set -u
OUT=${OUT:-build}
top=$(pwd)
work=$(mktemp -d "${TMPDIR:-/tmp}/akhbar-test.XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT INT TERM
export CMOCKA_MESSAGE_OUTPUT=TAP LC_ALL=C.UTF-8 TZ=UTC
export AKHBAR_TOP="$top" AKHBAR_BIN="$top/$OUT" AKHBAR_TMP="$work"
export HOME="$work/home" XDG_CONFIG_HOME="$work/config" XDG_DATA_HOME="$work/data"
export XDG_STATE_HOME="$work/state" XDG_CACHE_HOME="$work/cache"
unset AKHBAR_BIDI AKHBAR_FETCH NO_COLOR http_proxy https_proxy all_proxy LANGUAGE
mkdir -p "$HOME"
passed=0 failed=0 skipped=0

one() {
	name=$1
	shift
	if [ -n "$only" ]; then
		hit=
		for o in $only; do case $name in *"$o"*) hit=1 ;; esac; done
		[ -n "$hit" ] || return 0
	fi
	log="$work/run-output"
	timeout 600 "$@" >"$log" 2>"$work/err" </dev/null
	status=$?
	ok=$(grep -c '^ok ' "$log")
	skip=$(grep -ci '^ok .*# *skip' "$log")
	# this cmocka says `not ok N # SKIP` of a skipped test
	unrun=$(grep -ci '^not ok .*# *skip' "$log")
	bad=$(($(grep -c '^not ok ' "$log") - unrun))
	# cmocka's own exit status is the number of failures: only a silent death counts extra
	if [ "$status" -ne 0 ] && [ "$bad" -eq 0 ]; then bad=1; fi
	if [ "$ok" -eq 0 ] && [ "$bad" -eq 0 ] && [ "$unrun" -eq 0 ]; then bad=1; fi
	if [ "$bad" -gt 0 ]; then
		echo "--- $name (exit $status)"
		grep -v '^ok ' "$log" | tail -n 60
		tail -n 30 "$work/err"
	fi
	ok=$((ok - skip)) skip=$((skip + unrun))
	printf '%-44s %5d ok %4d failed %4d skipped\n' "$name" "$ok" "$bad" "$skip"
	passed=$((passed + ok)) failed=$((failed + bad)) skipped=$((skipped + skip))
}

only="$*"
for t in tests/unit/test_*.c tests/edge/test_*.c tests/screen/test_*.c; do
	[ -e "$t" ] || continue
	one "${t%.c}" "$OUT/${t%.c}"
done
for t in tests/golden/*.sh tests/e2e/test_*.sh; do
	[ -e "$t" ] || continue
	# the fetcher is not dumpable (sys/sandbox.c): LeakSanitizer cannot look into it
	one "${t%.sh}" env ASAN_OPTIONS=detect_leaks=0 sh "$t"
done
for t in tests/fuzz/fuzz_*.c; do
	[ -e "$t" ] || continue
	name=$(basename "$t" .c)
	one "tests/fuzz/$name" "$OUT/tests/fuzz/$name" "tests/fuzz/seeds/$name"
done
if [ -d "$top/../shared/corpus" ]; then echo "(../shared is present: its corpora were used as well)"; fi
if [ "$skipped" -gt 0 ]; then
	echo "$passed passed, $failed failed, $skipped skipped"
else
	echo "$passed passed, $failed failed"
fi
[ "$failed" -eq 0 ]
