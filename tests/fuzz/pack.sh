#!/bin/sh
# SPDX-License-Identifier: MIT
# pack.sh FOLDER >grown/TARGET.pack: the inputs of FOLDER, the smallest first, as
# replay.c reads them.
set -eu
cd "$1"
for f in *; do
	printf '%s %s\n' "$(wc -c <"$f")" "$f"
done | LC_ALL=C sort -n | while read -r n f; do
	printf '%s\n' "$n"
	cat -- "$f"
	echo
done
