#!/bin/sh
# SPDX-License-Identifier: MIT
# The fetcher in its sandbox, without privileges and (when we are root) as root:
# a host name has to be looked up and iconv has to load its table for
# windows-1256 after everything was given up.
. "${AKHBAR_TOP:-$(pwd)}/tests/e2e/tap.sh"

start_server "$data"
room=$(mktemp -d /tmp/akhbar-sandbox.XXXXXX) || exit 1
printf 'http://localhost:%s/city-1256.xml\n' "$port" >"$room/feeds"
printf 'lang en\n' >"$room/config"
# where others may go: the checkout may stand in a folder that is closed to them
cp "$bin/akhbar-fetch" "$room/akhbar-fetch"
chmod 755 "$room" "$room/akhbar-fetch"

try() { # NAME COMMAND-PREFIX...
	name=$1
	shift
	rm -f "$room"/news.db*
	"$@" "$room/akhbar-fetch" refresh --config "$room/config" --feeds "$room/feeds" \
		--db "$room/news.db" >"$scratch/out" 2>&1
	equal "$name: exit status" "$?" 0
	is "$name: the article came" grep -q 'new articles 1,' "$scratch/out"
}

try "as we are" env
if [ "$(id -u)" != 0 ]; then
	skip "without privileges" "that was it"
elif ! command -v setpriv >/dev/null; then
	skip "without privileges" "there is no setpriv"
else
	chown -R 65534:65534 "$room"
	drop="setpriv --reuid 65534 --regid 65534 --clear-groups"
	# shellcheck disable=SC2086
	try "without privileges" $drop env HOME="$room"
fi
rm -rf "$room"

plan
