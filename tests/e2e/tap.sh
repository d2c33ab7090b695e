# SPDX-License-Identifier: MIT
# What the end-to-end scripts share: TAP, a scratch folder, the loopback server.
# shellcheck shell=sh
set -u
top=${AKHBAR_TOP:-$(pwd)}
bin=${AKHBAR_BIN:-$top/build}
scratch=$(mktemp -d "${AKHBAR_TMP:-/tmp}/e2e.XXXXXX") || exit 1
data=$top/tests/data/e2e
server_pid=
count=0
failed=0
LC_ALL=C.UTF-8 LANGUAGE='' TZ=UTC
export LC_ALL LANGUAGE TZ
unset http_proxy https_proxy all_proxy HTTPS_PROXY ALL_PROXY

finish() {
	[ -z "$server_pid" ] || kill "$server_pid" 2>/dev/null
	rm -rf "$scratch"
}
trap finish EXIT

# is NAME COMMAND...: the command's status is the verdict
is() {
	name=$1
	shift
	count=$((count + 1))
	if "$@" >"$scratch/tap.out" 2>&1; then
		echo "ok $count - $name"
	else
		echo "not ok $count - $name"
		sed 's/^/# /' "$scratch/tap.out" | head -n 20
		failed=$((failed + 1))
	fi
}

# equal NAME GOT WANTED
equal() {
	count=$((count + 1))
	if [ "$2" = "$3" ]; then
		echo "ok $count - $1"
	else
		echo "not ok $count - $1"
		printf '%s\n' "$2" | sed 's/^/# got    /' | head -n 20
		printf '%s\n' "$3" | sed 's/^/# wanted /' | head -n 20
		failed=$((failed + 1))
	fi
}

skip() {
	count=$((count + 1))
	echo "ok $count - $1 # SKIP $2"
}

# start_server FOLDER: sets base
start_server() {
	mkfifo "$scratch/port"
	"$bin/tests/e2e/server" "$1" 300 >"$scratch/port" &
	server_pid=$!
	read -r port <"$scratch/port"
	base=http://127.0.0.1:$port
}

plan() {
	echo "1..$count"
	exit "$failed"
}
