#!/bin/sh
# SPDX-License-Identifier: MIT
# The help, its language, and completions: they know every command and option it tells,
# and bash gives them.
. "${AKHBAR_TOP:-.}/tests/e2e/tap.sh"

A="$bin/akhbar"
dir=$top/doc/completions
cd "$scratch" || exit 1

# ---- help of one command ----------------------------------------------------------------
"$A" --help --lang en >help
commands=$(sed -n 's/^  akhbar \([a-z]*\) .*/\1/p' help | sort -u)
is "the help has its commands" test "$(echo "$commands" | wc -l)" -ge 9
for c in $commands; do
	"$A" "$c" --help --lang en >one
	equal "help of $c alone" "$(sed -n 's/^  akhbar \([a-z]*\) .*/\1/p' one | sort -u)" "$c"
	is "with what every command takes" grep -q -- --config one
done

# ---- without the Arabic words -------------------------------------------------------------
mkdir -p alone
cp "$A" alone/akhbar
if [ -d /usr/local/share/akhbar ]; then
	skip "without its catalogue nothing is Arabic" "it is installed"
else
	equal "without its catalogue nothing is Arabic" \
		"$(alone/akhbar doctor --lang ar --config /dev/null | sed -n 's/^language *//p')" en
fi

# ---- the three files --------------------------------------------------------------------
# missing FILE WORD...: those that do not stand in it as words
missing() {
	file=$1
	shift
	for w; do
		grep -qE -- "(^|[^a-z-])$w([^a-z-]|$)" "$file" || echo "$w"
	done
}
options=$(grep -oE -- '--[a-z]+' help | sort -u)
for file in akhbar.bash _akhbar; do
	equal "$file knows all" "$(missing "$dir/$file" $commands $options)" ""
done
equal "akhbar.fish knows all" \
	"$(missing "$dir/akhbar.fish" $commands $(echo "$options" | sed 's/^--/-l /; s/ /[[:space:]]/'))" ""

# ---- bash -------------------------------------------------------------------------------
if ! command -v bash >/dev/null; then
	skip "bash completes" "no bash"
	plan
fi
mkdir -p home
cat >feeds <<'END'
@ علوم وتقنية
https://a.example/feed "~مجلة العلوم"
@ World
https://b.example/feed "~World Desk"
END
cat >akhbar <<END
#!/bin/sh
exec "$A" "\$@" --config /dev/null --feeds "$scratch/feeds" --db "$scratch/db"
END
chmod +x akhbar
# complete WORD...: what bash offers for the last of these
complete() {
	PATH=$scratch:$PATH bash -c '
		. "$0/akhbar.bash"
		compopt() { :; }
		COMP_WORDS=(akhbar "$@")
		COMP_CWORD=$#
		_akhbar
		printf "%s\n" "${COMPREPLY[@]}"' "$dir" "$@"
}
equal "commands" "$(complete re)" refresh
equal "options of a command" "$(complete refresh --f | sort)" "--feeds
--force"
equal "not those of others" "$(complete refresh --ranked)" ""
equal "values" "$(complete layout --dir r)" rtl
equal "after options of all commands" "$(complete --lang ar do)" doctor
equal "sections by their names" "$(complete list --section ع)" "$(bash -c 'printf %q "علوم وتقنية"')"
equal "sources too" "$(complete list --feed Wo)" 'World\ Desk'
equal "files" "$(complete show ./fe)" ./feeds
plan
