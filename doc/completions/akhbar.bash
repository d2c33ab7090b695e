# SPDX-License-Identifier: MIT
# Completion of akhbar's command line for bash.

_akhbar() {
	local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} command= i
	local all="--config --feeds --db --log --lang --help"
	local filters="--section --feed --unread --starred --since --limit"
	for ((i = 1; i < COMP_CWORD; i++)); do
		case ${COMP_WORDS[i]} in
		--config|--feeds|--db|--log|--lang|--bidi|--tashkeel|--isolate) ((i++)) ;;
		-*) ;;
		*) command=${COMP_WORDS[i]}; break ;;
		esac
	done
	local words=
	case $prev in
	--config|--feeds|--db|--log)
		compopt -o filenames; mapfile -t COMPREPLY < <(compgen -f -- "$cur"); return ;;
	--lang) words="ar en" ;;
	--order|--bidi) words="visual logical auto" ;;
	--dir) words="auto rtl ltr" ;;
	--justify) words="none kashida spaces" ;;
	--tashkeel) words="auto keep strip" ;;
	--isolate) words="auto none lrm" ;;
	--section|--feed) _akhbar_names "$prev" "$cur"; return ;;
	--since|--limit|--width|--guid) return ;;
	esac
	if [ -z "$words" ]; then
		case $command in
		'') words="refresh ahead list search show mark layout feeds rules doctor
			--version --bidi --tashkeel --isolate $all" ;;
		refresh) words="--force $all" ;;
		ahead) words="--unread --starred --all --limit $all" ;;
		list) words="$filters --json --content --width --order $all" ;;
		search) words="$filters --ranked --json --content --width --order $all" ;;
		show) words="--full --width --order --justify $all" ;;
		mark) words="read unread star unstar --guid --all $filters $all" ;;
		layout) words="--width --order --dir --justify --json $all" ;;
		feeds) words="list add remove import export check discover --section --force
			--opml $all" ;;
		rules) words="list check apply add remove import --limit $all" ;;
		doctor) words="--terminal --check --repair --yes $all" ;;
		esac
	fi
	case $command:$cur in
	show:[!-]*|layout:[!-]*|feeds:[!-]*|rules:[!-]*)
		compopt -o filenames
		mapfile -t COMPREPLY < <(compgen -W "$words" -f -- "$cur") ;;
	*) mapfile -t COMPREPLY < <(compgen -W "$words" -- "$cur") ;;
	esac
}

# _akhbar_names --section|--feed WORD: the names that WORD begins.
_akhbar_names() {
	local name script='/^@/d; s/\t.*//'
	[ "$1" = --section ] && script='/^@ /!d; s/^@ //'
	COMPREPLY=()
	while IFS= read -r name; do
		[[ $name == "$2"* ]] && COMPREPLY+=("$(printf '%q' "$name")")
	done < <(akhbar feeds list 2>/dev/null | sed "$script")
}

complete -F _akhbar akhbar
