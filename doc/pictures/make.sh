#!/bin/sh
# SPDX-License-Identifier: MIT
# Takes the pictures of doc/ anew: the screens in both languages, in real terminals on
# a display of their own, over made-up news that a small server on this machine hands
# out. Needs Xvfb, xdotool, ImageMagick, the DejaVu fonts and the terminals named.
#
#   make test-programs && sh doc/pictures/make.sh [TERMINAL...]
#
# TERMINAL: xterm (the default), gnome-terminal, konsole, mlterm. ONLY="help search"
# takes these screens alone.
set -u
top=$(cd "$(dirname "$0")/../.." && pwd)
bin=${AKHBAR_BIN:-$top/build}
to=$top/doc/pictures
work=$(mktemp -d "${TMPDIR:-/tmp}/akhbar-pictures.XXXXXX") || exit 1
pids=
trap 'for p in $pids; do kill "$p" 2>/dev/null; done; rm -rf "$work"' EXIT
trap 'exit 1' INT TERM
need() { command -v "$1" >/dev/null 2>&1 || { echo "make.sh: $1 is missing" >&2; exit 1; }; }
need Xvfb; need xdotool; need import; need convert
font='DejaVu Sans Mono'
export AKHBAR_NOW=1795464900 TZ=UTC LC_ALL=C.UTF-8 HOME="$work" XDG_CONFIG_HOME="$work/config" \
	XDG_RUNTIME_DIR="$work" NO_AT_BRIDGE=1 GSETTINGS_BACKEND=keyfile QT_QPA_PLATFORM=xcb
unset TMUX STY VTE_VERSION KONSOLE_VERSION COLORFGBG NO_COLOR WAYLAND_DISPLAY LANGUAGE

# ---- the news
"$bin/tests/e2e/server" "$to/www" 1800 >"$work/port" &
pids="$pids $!"
for i in 1 2 3 4 5 6 7 8 9 10; do [ -s "$work/port" ] && break; sleep 0.2; done
base=http://127.0.0.1:$(grep -o '[0-9]*' "$work/port" | tail -n 1)
cat >"$work/feeds" <<END
@ سياسة
$base/agency.xml
@ اقتصاد
$base/economy.xml
@ علوم وتقنية
$base/tech.xml
$base/science.xml
@ ثقافة وفن
$base/culture.xml
@ رياضة
$base/sport.xml
@ صحة
$base/health.xml
@ World
$base/world.xml
END
for lang in ar en; do
	printf 'lang %s\nrefresh-on-start no\nrefresh-interval 0\n' "$lang" >"$work/$lang"
done
"$bin/akhbar-fetch" refresh --config "$work/ar" --feeds "$work/feeds" --db "$work/db" >&2 || exit 1
for lang in ar en; do echo "proxy $base" >>"$work/$lang"; done # every host is the small server
akhbar() { "$bin/akhbar" "$@" --config "$work/ar" --feeds "$work/feeds" --db "$work/db"; }
n=0
akhbar list --json --limit 100 | grep -o '"id": *[0-9]*' | grep -o '[0-9][0-9]*' >"$work/ids"
while read -r id; do
	case $n in 4|5|8|9|10|12|13|15|16|18|20|21) akhbar mark read "$id" ;; esac
	case $n in 2|8|15) akhbar mark star "$id" ;; esac
	n=$((n + 1))
done <"$work/ids"

# ---- the display
exec 7>"$work/display"
Xvfb -displayfd 7 -screen 0 1800x1200x24 -dpi 96 -nolisten tcp >/dev/null 2>&1 &
pids="$pids $!"
exec 7>&-
for i in 1 2 3 4 5 6 7 8 9 10; do [ -s "$work/display" ] && break; sleep 0.3; done
DISPLAY=:$(tr -d '\n' <"$work/display")
export DISPLAY
if command -v openbox >/dev/null 2>&1; then openbox >/dev/null 2>&1 & pids="$pids $!"; fi

session() { if command -v dbus-run-session >/dev/null 2>&1; then dbus-run-session -- "$@"; else "$@"; fi; }

start_terminal() { # TERMINAL COLS ROWS; runs $work/run
	case $1 in
	xterm)
		xterm -u8 -fa "$font" -fs 11 -geometry "${2}x$3" -b 0 +sb -bg '#1b1d1e' -fg '#d8d8d2' \
			-tn xterm-256color -xrm 'XTerm*cursorBlink:false' -e sh "$work/run" ;;
	mlterm)
		mkdir -p "$work/.mlterm"
		printf 'DEFAULT=%s\nISO10646_UCS4_1=%s\n' "$font" "$font" >"$work/.mlterm/aafont"
		mlterm --type xft -w 15 --lsp 4 -g "${2}x$3" -E utf8 -f '#d8d8d2' -b '#1b1d1e' --sbmod none \
			-e sh "$work/run" ;;
	konsole)
		session konsole --nofork --hide-menubar --hide-tabbar --notransparency \
			-p "Font=$font,11,-1,5,50,0,0,0,0,0" -p "TerminalColumns=$2" -p "TerminalRows=$3" \
			-p ColorScheme=BlackOnWhite -p ScrollBarPosition=2 -p TerminalMargin=0 \
			-e sh "$work/run" ;;
	gnome-terminal)
		cat >"$work/gt" <<END
P=org.gnome.Terminal.Legacy.Profile:/org/gnome/terminal/legacy/profiles:/:b1dcc9dd-5262-4d8d-a863-c897e6d979b9/
gsettings set \$P use-system-font false; gsettings set \$P font '$font 11'
gsettings set \$P use-theme-colors false; gsettings set \$P background-color '#ffffff'
gsettings set \$P foreground-color '#171421'; gsettings set \$P scrollbar-policy never
exec gnome-terminal --wait --hide-menubar --geometry=${2}x$3 -- sh "$work/run"
END
		session sh "$work/gt" ;;
	*) echo "make.sh: no terminal $1" >&2; return 1 ;;
	esac >/dev/null 2>&1
}

window() { xdotool search --onlyvisible --name . 2>/dev/null | tail -n 1; }

# Until two looks a moment apart are the same.
settle() {
	last=
	for i in 1 2 3 4 5 6 7 8 9 10 11 12; do
		sleep 0.5
		import -window "$1" "$work/look.png" 2>/dev/null || continue
		sum=$(cksum <"$work/look.png")
		[ "$sum" = "$last" ] && return 0
		last=$sum
	done
}

shot() { # TERMINAL LANG NAME COLSxROWS KEYS...
	terminal=$1 lang=$2 name=$3 cols=${4%x*} rows=${4#*x}
	shift 4
	case " ${ONLY:-$name} " in *" $name "*) ;; *) return ;; esac
	cat >"$work/run" <<END
i=0
while [ "\$(stty size)" != "$rows $cols" ] && [ \$i -lt 20 ]; do sleep 0.2; i=\$((i + 1)); done
exec "$bin/akhbar" --config "$work/$lang" --feeds "$work/feeds" --db "$work/shot"
END
	rm -f "$work"/shot*
	# a mark on one picture is not on the next
	cp "$work/db" "$work/shot"
	if [ -f "$work/db-wal" ]; then cp "$work/db-wal" "$work/shot-wal"; fi
	id=
	for attempt in 1 2; do # the first terminal of a new display may come to nothing
		start_terminal "$terminal" "$cols" "$rows" &
		child=$!
		for i in $(seq $((attempt * 50))); do
			id=$(window)
			[ -n "$id" ] && break 2
			sleep 0.5
		done
		kill "$child" 2>/dev/null
	done
	if [ -z "$id" ]; then
		echo "make.sh: $terminal has shown no window" >&2
		return
	fi
	settle "$id"
	xdotool windowfocus "$id" 2>/dev/null
	for key in "$@"; do
		case $key in
		wait) settle "$id" ;;
		type:*) xdotool type --delay 60 "${key#type:}" ;;
		*) xdotool key "$key" ;;
		esac
		sleep 0.25
	done
	settle "$id"
	file=$to/$name-$lang.png
	[ "$terminal" = xterm ] || file=$to/$name-$lang-$terminal.png
	for colors in 24 16 10 6; do # small files: a screen has few colours
		convert "$work/look.png" +dither -colors $colors -define png:compression-level=9 \
			"PNG8:$file"
		[ "$(wc -c <"$file")" -le 60000 ] && break
	done
	echo "${file#"$top"/} $(wc -c <"$file")"
	xdotool key Escape
	sleep 0.3
	xdotool key Escape
	sleep 0.3
	xdotool key Q
	for i in 1 2 3 4 5 6 7 8 9 10; do kill -0 "$child" 2>/dev/null || break; sleep 0.3; done
	kill -0 "$child" 2>/dev/null && xdotool windowkill "$id" 2>/dev/null
	wait "$child" 2>/dev/null
}

article='Down Down Down Down Down Down Down Down Return'
for terminal in "${@:-xterm}"; do
	wide=96 high=24
	[ "$terminal" = xterm ] && wide=104 high=28
	for lang in ar en; do
		# shellcheck disable=SC2086
		{
			shot "$terminal" $lang headlines ${wide}x$high Down Down
			shot "$terminal" $lang sections ${wide}x$high Tab Down Down Down Down Down Down z
			shot "$terminal" $lang article 96x$high $article
			shot "$terminal" $lang help 96x$high question
			shot "$terminal" $lang search 96x$high S type:OpenAI Return
			shot "$terminal" $lang add-feed 96x$high a type:http://paper.example/index.html \
				Return wait Down wait
		}
	done
done

# ---- an article brought from its page
case " ${*:-xterm} " in *" xterm "*) ;; *) exit 0 ;; esac
printf '%s/whole.xml\n' "$base" >"$work/feeds"
rm -f "$work"/db*
"$bin/akhbar-fetch" refresh --config "$work/ar" --feeds "$work/feeds" --db "$work/db" >&2 || exit 1
shot xterm ar whole 92x36 Return v
