#!/bin/sh
# SPDX-License-Identifier: MIT
# Runs every test program and script under $OUT, $JOBS at a time, and counts. Each
# speaks TAP (cmocka does when asked): `ok` and `not ok` lines. A program that dies or
# says nothing is one failure. With arguments: only tests whose path holds one of them.
set -u
OUT=${OUT:-build}
top=$(pwd)
JOBS=${JOBS:-$(($(getconf _NPROCESSORS_ONLN) * 2))}
work=$(mktemp -d "${TMPDIR:-/tmp}/akhbar-test.XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT INT TERM
export OUT CMOCKA_MESSAGE_OUTPUT=TAP LC_ALL=C.UTF-8 TZ=UTC
export AKHBAR_TOP="$top" AKHBAR_BIN="$top/$OUT" AKHBAR_TEST_WORK="$work"
unset AKHBAR_BIDI AKHBAR_FETCH NO_COLOR http_proxy https_proxy all_proxy LANGUAGE
only="$*"

# The scripts first: they wait more than they compute.
list() {
	for t in tests/e2e/test_*.sh tests/golden/*.sh tests/screen/test_*.c tests/edge/test_*.c \
		tests/unit/test_*.c tests/fuzz/fuzz_*.c; do
		[ -e "$t" ] || continue
		name=${t%.*}
		hit=
		for o in $only; do case $name in *"$o"*) hit=1 ;; esac; done
		if [ -z "$only" ] || [ -n "$hit" ]; then echo "$t"; fi
	done
}
mkdir "$work/counts"
list | xargs -n 1 -P "$JOBS" sh tests/run-one.sh

if [ -d "$top/../shared/corpus" ]; then echo "(../shared is present: its corpora were used as well)"; fi
passed=0 failed=0 skipped=0
for f in "$work"/counts/*; do
	[ -e "$f" ] || continue
	read -r ok bad skip <"$f"
	passed=$((passed + ok)) failed=$((failed + bad)) skipped=$((skipped + skip))
done
if [ "$skipped" -gt 0 ]; then
	echo "$passed passed, $failed failed, $skipped skipped"
else
	echo "$passed passed, $failed failed"
fi
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
