#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Pictures of akhbar in real terminals, for doc/terminals.md.

    python3 tests/term/shots.py [-o FOLDER] [-b BUILD] [-s] [-t FILE] [TERMINAL...]

Fills a store with tests/term/news.txt over loopback, opens the headlines and an article
in each terminal on a display of its own, and saves FOLDER/TERMINAL-headlines.png and
FOLDER/TERMINAL-article.png. -s reads the pictures with tesseract and says how many of the
words it finds, how many in their order, and how many pieces of ink there are for a letter
(up to 0.70: the letters are joined). -t puts these figures into the table of FILE, between
its marks. TERMINAL is a name of the table below, or tmux@NAME, tmux-pass@NAME (sequences
may pass) or screen@NAME. Needs Xvfb, openbox, xdotool, ImageMagick, the font DejaVu Sans
Mono and the terminals themselves (foot: sway and grim); what is not installed is passed over.
"""
import argparse
import difflib
import email.utils
import fcntl
import html
import os
import pty
import re
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import termios
import time
import tty
import unicodedata

FONT = "DejaVu Sans Mono"
COLS, ROWS = 99, 30
SIZE = "%dx%d" % (COLS, ROWS)
TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
KITTY = ["kitty", "--config", "NONE", "-o", "font_family=" + FONT, "-o", "font_size=15",
         "-o", "remember_window_size=no", "-o", "initial_window_width=%dc" % COLS,
         "-o", "initial_window_height=%dc" % ROWS, "-o", "background=#ffffff",
         "-o", "foreground=#000000", "-o", "update_check_interval=0"]

# name: the words that run COMMAND in it, black on white, letters of 20 pixels
TERMINALS = {
    "xterm": ["xterm", "-u8", "-fa", FONT, "-fs", "15", "-geometry", SIZE, "-b", "0", "+sb",
              "-bg", "white", "-fg", "black", "-tn", "xterm-256color", "-e"],
    "urxvt": ["urxvt", "-fn", "xft:%s:pixelsize=20" % FONT, "-geometry", SIZE, "-b", "0", "+sb",
              "-bg", "white", "-fg", "black", "-e"],
    "st": ["stterm", "-f", "%s:pixelsize=20" % FONT, "-g", SIZE, "-e"],
    "alacritty": ["alacritty", "-o", "font.normal.family=" + FONT, "-o", "font.size=15",
                  "-o", "window.dimensions.columns=%d" % COLS,
                  "-o", "window.dimensions.lines=%d" % ROWS, "-e"],
    "foot": ["foot", "--font=%s:pixelsize=20" % FONT, "-o", "pad=0x0"],
    "gnome-terminal": ["gnome-terminal", "--wait", "--hide-menubar", "--geometry=" + SIZE, "--"],
    "konsole": ["konsole", "--nofork", "--hide-menubar", "--hide-tabbar", "-p",
                "Font=%s,15,-1,5,50,0,0,0,0,0" % FONT, "-p", "ColorScheme=BlackOnWhite",
                "-p", "ScrollBarPosition=2", "-p", "TerminalMargin=0",
                "-p", "TerminalColumns=%d" % COLS, "-p", "TerminalRows=%d" % ROWS, "-e"],
    "mlterm": ["mlterm", "--type", "xft", "-w", "20", "-g", SIZE, "-E", "utf8",
               "--sbmod", "none", "-f", "black", "-b", "white", "-e"],
    "pterm": ["pterm", "-fn", "client:%s 15" % FONT, "-geometry", SIZE, "-sb-",
              "-fg", "black", "-bg", "white", "-e"],
    "kitty": KITTY,
    "kitty-force-ltr": KITTY + ["-o", "force_ltr=yes"],
    "xfce4-terminal": ["xfce4-terminal", "--disable-server", "--geometry=" + SIZE,
                       "--font=%s 15" % FONT, "--hide-menubar", "--hide-borders",
                       "--hide-scrollbar", "-x"],
    "qterminal": ["qterminal", "--geometry", "%dx%d+0+0" % (COLS * 12 + 10, ROWS * 24 + 10), "-e"],
}
ALL = ["xterm", "urxvt", "st", "alacritty", "foot", "gnome-terminal", "konsole", "mlterm", "pterm",
       "tmux@xterm", "tmux@gnome-terminal", "screen@xterm", "kitty-force-ltr", "kitty",
       "xfce4-terminal", "qterminal", "tmux-pass@konsole", "tmux@konsole"]
ONE_WORD = {"qterminal"} # takes a command line as one word
WITH_BUS = {"gnome-terminal", "konsole", "qterminal", "xfce4-terminal"}
TOOLBAR = {"konsole": 28} # pixels above the first row
LEAKS = ("TERM", "TERM_PROGRAM", "VTE_VERSION", "KONSOLE_VERSION", "MLTERM", "COLORTERM", "TMUX",
         "STY", "WAYLAND_DISPLAY", "XTERM_VERSION", "KITTY_WINDOW_ID", "KITTY_PID",
         "ALACRITTY_LOG", "COLUMNS", "LINES", "NO_COLOR", "COLORFGBG", "XAUTHORITY")


# ---- what is read ------------------------------------------------------------------------

def news():
    """Feeds of news.txt: section, source, articles of a title and paragraphs."""
    feeds, section = [], ""
    with open(os.path.join(TOP, "tests/term/news.txt"), encoding="utf-8") as f:
        for line in f.read().splitlines():
            if not line or line[0] == "#":
                continue
            if line[0] == "@":
                section = line[2:]
            elif line[0] == "=":
                feeds.append((section, line[2:], []))
            elif line[0] == "*":
                feeds[-1][2].append((line[2:], []))
            else:
                feeds[-1][2][-1][1].append(line)
    return feeds


def rss(source, articles, when):
    out = ['<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>%s</title>'
           % html.escape(source)]
    for i, (title, body) in enumerate(articles):
        text = "".join("<p>%s</p>" % p for p in body)
        out.append("<item><title>%s</title><guid>%s-%d</guid><pubDate>%s</pubDate>"
                   "<description>%s</description></item>"
                   % (html.escape(title), html.escape(source), i,
                      email.utils.formatdate(when(i)), html.escape(text)))
    return "".join(out) + "</channel></rss>"


def fill(work, build):
    """A store in work/, filled as a reader's is; the files with which it opens."""
    feeds, now = news(), time.time()
    os.mkdir(work + "/www")
    for n, (_, source, articles) in enumerate(feeds):
        with open("%s/www/%d.xml" % (work, n), "w", encoding="utf-8") as f:
            f.write(rss(source, articles, lambda i, n=n: now - 600 * (1 + i * len(feeds) + n)))
    server = subprocess.Popen([build + "/tests/e2e/server", work + "/www", "120"],
                              stdout=subprocess.PIPE, text=True)
    port = server.stdout.readline().strip()
    with open(work + "/feeds", "w", encoding="utf-8") as f:
        for n, (section, _, _) in enumerate(feeds):
            f.write("@ %s\nhttp://127.0.0.1:%s/%d.xml\n" % (section, port, n))
    with open(work + "/config", "w", encoding="utf-8") as f:
        f.write("refresh-on-start no\nlang ar\n")
    files = ["--config", work + "/config", "--feeds", work + "/feeds", "--db", work + "/db"]
    subprocess.run([build + "/akhbar", "refresh"] + files, check=True, stdout=subprocess.DEVNULL)
    server.kill()
    server.wait()
    return files


def references(build, files):
    """What the two pictures show, a line a line, as it is read. tesseract reads with Arabic
    alone, so Latin words are left out."""
    feeds = news()
    lines = ["%s  %s" % (feeds[n][2][i][0], feeds[n][1])
             for i in range(max(len(f[2]) for f in feeds)) for n in range(len(feeds))
             if i < len(feeds[n][2])]
    body = max((a for _, _, articles in feeds for a in articles), key=lambda a: len(a[1]))[1]
    article = subprocess.run([build + "/akhbar", "layout", "--width", "72", "--order", "logical"]
                             + files,
                             input="\n".join(body) + "\n", stdout=subprocess.PIPE, text=True,
                             check=True).stdout.splitlines()[:15]
    arabic = lambda line: " ".join(w for w in line.split() if not re.search("[A-Za-z]", w))
    return {"headlines": [arabic(x) for x in lines], "article": [arabic(x) for x in article]}


# ---- the keys: typed into the program by what stands between it and the terminal ---------

def relay(go, command):
    """Runs command in a terminal of its own and hands everything through; types what
    stands in the file `go` once that is there."""
    size = fcntl.ioctl(0, termios.TIOCGWINSZ, b"\0" * 8)
    pid, fd = pty.fork()
    if pid == 0:
        time.sleep(0.3) # until its terminal has its size
        os.execvp(command[0], command)
    fcntl.ioctl(fd, termios.TIOCSWINSZ, size)
    signal.signal(signal.SIGWINCH, lambda *_: fcntl.ioctl(
        fd, termios.TIOCSWINSZ, fcntl.ioctl(0, termios.TIOCGWINSZ, b"\0" * 8)))
    before = termios.tcgetattr(0)
    tty.setraw(0)
    keys = None
    try:
        while True:
            ready = select.select([0, fd], [], [], 0.2)[0]
            for here, there in ((fd, 1), (0, fd)):
                if here in ready:
                    data = os.read(here, 65536)
                    if not data:
                        return # its terminal has gone
                    while data:
                        data = data[os.write(there, data):]
            if not os.path.isdir(os.path.dirname(go)):
                return # a multiplexer outlived the picture
            if keys is None and os.path.exists(go):
                with open(go, "rb") as f:
                    keys = f.read()
            if keys and not ready:
                os.write(fd, keys[:1])
                keys = keys[1:]
    except OSError:
        pass # the program has ended
    finally:
        termios.tcsetattr(0, termios.TCSANOW, before)


# ---- a display and a terminal on it --------------------------------------------------------

class Display:
    """A private X server, or a Wayland compositor for foot, and one terminal on it."""

    def __init__(self, work, name, command):
        mux, _, self.terminal = name.rpartition("@")
        self.children, self.window = [], None
        self.home = home = tempfile.mkdtemp(dir=work)
        env = {k: v for k, v in os.environ.items() if k not in LEAKS and not k.startswith("LC_")}
        env.update(HOME=home, XDG_CONFIG_HOME=home, XDG_STATE_HOME=home, XDG_RUNTIME_DIR=home,
                   XDG_CACHE_HOME=home, LANG="C.UTF-8", LIBGL_ALWAYS_SOFTWARE="1",
                   QT_QPA_PLATFORM="xcb", GDK_BACKEND="x11", NO_AT_BRIDGE="1",
                   SCREENDIR=home + "/screen")
        os.chmod(home, 0o700)
        self.env, self.go = env, home + "/go"
        self.mux = ["tmux", "-L", os.path.basename(home)] if mux.startswith("tmux") else None
        words = list(TERMINALS[self.terminal])
        inside = self.inside(mux, command)
        words += [" ".join(inside)] if self.terminal in ONE_WORD else inside
        if self.terminal == "foot":
            self.start_wayland(words)
        else:
            self.start_x(words)

    def inside(self, mux, command):
        script, conf = self.home + "/run.sh", self.home + "/mux.conf"
        # one that whoever the compositor runs as may run too
        python = "/usr/bin/python3" if os.path.exists("/usr/bin/python3") else sys.executable
        asked = [python, os.path.abspath(__file__), "--relay", self.go] + command
        with open(script, "w", encoding="utf-8") as f:
            # black on white where the terminal takes it from us; some start small and grow
            f.write("#!/bin/sh\nprintf '\\033]10;#000000\\033\\\\\\033]11;#ffffff\\033\\\\'\n"
                    "for i in 1 2 3 4 5 6 7 8; do [ \"$(stty size)\" = '%d %d' ] && break; "
                    "sleep 0.3; done\nexec %s\n"
                    % (ROWS, COLS, " ".join("'%s'" % w for w in asked)))
        os.chmod(script, 0o755)
        with open(conf, "w", encoding="utf-8") as f:
            f.write("startup_message off\n" if mux == "screen" else
                    "set -g status off\nset -g default-terminal tmux-256color\n"
                    + ("set -g allow-passthrough on\n" if mux == "tmux-pass" else ""))
        if self.mux:
            return self.mux[:1] + ["-u"] + self.mux[1:] + ["-f", conf, "new-session", script]
        return ["screen", "-U", "-c", conf, script] if mux == "screen" else [script]

    def start_x(self, words):
        read, write = os.pipe()
        self.start(["Xvfb", "-displayfd", str(write), "-screen", "0", "1800x1200x24", "-dpi", "96",
                    "-nolisten", "tcp"], (write,))
        os.close(write)
        with os.fdopen(read) as f: # to the line's end, or the server fails to write it
            self.env["DISPLAY"] = ":" + f.readline().strip()
        if shutil.which("openbox"): # Qt and GTK want somebody to manage their windows
            with open(self.home + "/rc.xml", "w", encoding="utf-8") as f:
                f.write('<?xml version="1.0"?><openbox_config xmlns="http://openbox.org/3.4/rc">'
                        '<applications><application class="*"><decor>no</decor><focus>yes</focus>'
                        '</application></applications></openbox_config>')
            self.start(["openbox", "--config-file", self.home + "/rc.xml"])
            time.sleep(0.5)
        if self.terminal in WITH_BUS:
            words = ["dbus-run-session", "--"] + words
        if self.terminal == "gnome-terminal":
            self.env["GSETTINGS_BACKEND"] = "keyfile"
            words = ["sh", "-c", GNOME_FONT + 'exec "$@"', "sh"] + words
        if self.terminal == "qterminal":
            os.mkdir(self.home + "/qterminal.org")
            with open(self.home + "/qterminal.org/qterminal.ini", "w", encoding="utf-8") as f:
                f.write("[General]\nfontFamily=%s\nfontSize=15\ncolorScheme=BlackOnWhite\n"
                        "MenuVisible=false\nHideTabBarWithOneTab=true\nScrollbarPosition=0\n" % FONT)
        if self.terminal == "xfce4-terminal":
            os.makedirs(self.home + "/xfce4/terminal")
            with open(self.home + "/xfce4/terminal/terminalrc", "w", encoding="utf-8") as f:
                f.write("[Configuration]\nColorBackground=#ffffff\nColorForeground=#000000\n")
        self.start(words)
        self.find()

    def start_wayland(self, words):
        with open(self.home + "/sway.conf", "w", encoding="utf-8") as f:
            f.write("xwayland disable\noutput HEADLESS-1 resolution %dx%d bg #ffffff solid_color\n"
                    "default_border none\nexec %s\n"
                    % (COLS * 12, ROWS * 24, " ".join("'%s'" % w for w in words)))
        os.makedirs(self.home + "/foot")
        with open(self.home + "/foot/foot.ini", "w", encoding="utf-8") as f:
            f.write("[colors]\nbackground=ffffff\nforeground=000000\n")
        self.env.update(WLR_BACKENDS="headless", WLR_RENDERER="pixman", GDK_BACKEND="wayland",
                        WLR_LIBINPUT_NO_DEVICES="1", WLR_HEADLESS_OUTPUTS="1")
        sway = ["sway", "-c", self.home + "/sway.conf"]
        if os.getuid() == 0: # it refuses to be root
            for folder, _, files in os.walk(os.path.dirname(self.home)):
                for path in [folder] + [os.path.join(folder, x) for x in files]:
                    os.chown(path, 65534, 65534)
            sway = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] + sway
        self.start(sway)
        for _ in range(100):
            sockets = [x for x in os.listdir(self.home) if re.fullmatch(r"wayland-\d+", x)]
            if sockets:
                self.env["WAYLAND_DISPLAY"] = sockets[0]
                return
            time.sleep(0.2)
        raise RuntimeError("no compositor")

    def start(self, words, keep=()):
        self.children.append(subprocess.Popen(words, env=self.env, pass_fds=keep,
                                              start_new_session=True, stdout=subprocess.DEVNULL,
                                              stderr=subprocess.DEVNULL))

    def x(self, *words):
        done = subprocess.run(["xdotool"] + list(words), env=self.env, stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL, text=True, check=False)
        return done.stdout.split()

    def find(self):
        """The largest window, once there is one."""
        end = time.time() + 60
        while time.time() < end:
            best = (0, None)
            for window in self.x("search", "--onlyvisible", "--maxdepth", "2", "--name", ".*"):
                size = dict(w.split("=") for w in self.x("getwindowgeometry", "--shell", window)
                            if "=" in w)
                area = int(size.get("WIDTH", 0)) * int(size.get("HEIGHT", 0))
                if 1800 * 1200 > area > max(best[0], 2000):
                    best = (area, window)
            if best[1]:
                self.window = best[1]
                return
            time.sleep(0.2)
        raise RuntimeError("no window")

    def keys(self, keys):
        with open(self.go + ".new", "w", encoding="utf-8") as f:
            f.write(keys)
        os.chmod(self.go + ".new", 0o644)
        os.rename(self.go + ".new", self.go)
        time.sleep(3)

    def picture(self, path):
        """Saved when two in a row are the same."""
        last = None
        for _ in range(20):
            if self.terminal == "foot":
                take = ["grim", path]
            else:
                self.find()
                take = ["import", "-silent", "-window", self.window, path]
            subprocess.run(take, env=self.env, check=True)
            with open(path, "rb") as f:
                now = f.read()
            if now == last:
                break
            last = now
            time.sleep(0.7)
        subprocess.run(["convert", path, "+dither", "-colors", "32", path], check=True)

    def end(self):
        if self.mux:
            subprocess.run(self.mux + ["kill-server"], env=self.env, stderr=subprocess.DEVNULL,
                           check=False)
        for child in reversed(self.children):
            try:
                os.killpg(child.pid, signal.SIGTERM)
                child.wait(5)
            except (ProcessLookupError, subprocess.TimeoutExpired):
                try:
                    os.killpg(child.pid, signal.SIGKILL)
                except ProcessLookupError:
                    pass


GNOME_FONT = ("P=org.gnome.Terminal.Legacy.Profile:/org/gnome/terminal/legacy/profiles:/"
              ":b1dcc9dd-5262-4d8d-a863-c897e6d979b9/\n"
              "gsettings set $P use-system-font false; gsettings set $P font '%s 15'\n"
              "gsettings set $P use-theme-colors false\n"
              "gsettings set $P background-color '#ffffff'\n"
              "gsettings set $P foreground-color '#000000'\n"
              "gsettings set $P scrollbar-policy never\n" % FONT)


# ---- the figures -------------------------------------------------------------------------

SHAPES = str.maketrans("أإآٱىئؤةگکی", "ااااييوهككي")


def plain(text):
    """Words without marks, digits Western, letters of one shape the same: tesseract is weak
    at dots and hamza."""
    out = []
    for c in unicodedata.normalize("NFKC", text):
        if unicodedata.category(c) in ("Mn", "Me", "Cf") or c == "\u0640":
            continue
        if unicodedata.category(c) == "Nd":
            c = str(unicodedata.digit(c))
        out.append(c if unicodedata.category(c)[0] in "LN" else " ")
    return "".join(out).translate(SHAPES).lower().split()


def crop_of(path, name, part):
    """The titles with their sources, or the first lines of the article."""
    done = subprocess.run(["identify", "-format", "%w %h", path], stdout=subprocess.PIPE, text=True,
                          check=True)
    width, height = (int(n) for n in done.stdout.split())
    top = TOOLBAR.get(name.rpartition("@")[2], 0)
    col, row = width / COLS, (height - top) / ROWS
    left, right, first, last = (15, 96, 2, 19) if part == "headlines" else (12, 87, 6, 27)
    return "%dx%d+%d+%d" % ((right - left) * col, (last - first) * row, left * col,
                            top + first * row)


def read(path, crop, scale):
    big = path + ".big.png"
    subprocess.run(["convert", path, "-crop", crop, "+repage", "-colorspace", "Gray", "-resize",
                    "%d%%" % scale, "-bordercolor", "white", "-border", "30", big], check=True)
    seen = subprocess.run(["tesseract", big, "-", "-l", "ara", "--psm", "6", "--dpi", "300"],
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
                          check=True, env=dict(os.environ, OMP_THREAD_LIMIT="1")).stdout
    os.unlink(big)
    return [w for w in (plain(line) for line in seen.splitlines()) if w]


def ink(path, crop):
    """Connected pieces of ink of at least 12 pixels."""
    out = subprocess.run(["convert", path, "-crop", crop, "+repage", "-colorspace", "Gray",
                          "-threshold", "60%", "-negate", "-define",
                          "connected-components:verbose=true", "-connected-components", "8",
                          "null:"], stdout=subprocess.PIPE, text=True, check=True).stdout
    rows = [line.split() for line in out.splitlines()[1:]]
    return sum(1 for r in rows if len(r) == 5 and re.search("255|white|100%", r[4])
               and float(r[3]) >= 12)


def share(wanted, seen):
    """Percent of the words found, and of those found in their line's order."""
    left = {}
    for word in (w for line in seen for w in line):
        left[word] = left.get(word, 0) + 1
    hit = ordered = 0
    for line in wanted:
        for word in line:
            if left.get(word, 0):
                left[word] -= 1
                hit += 1
        best = 0
        for other in seen:
            blocks = difflib.SequenceMatcher(None, line, other, autojunk=False).get_matching_blocks()
            best = max(best, sum(b.size for b in blocks))
        ordered += best
    total = sum(len(line) for line in wanted)
    return 100.0 * hit / total, 100.0 * ordered / total


def score(path, name, part, reference):
    """Words, order, ink; the best of three enlargements, because now and then tesseract
    drops a whole line."""
    crop = crop_of(path, name, part)
    wanted = [plain(line) for line in reference]
    words, order = max(share(wanted, read(path, crop, scale)) for scale in (150, 200, 300))
    letters = sum(1 for line in reference for c in line if "\u0621" <= c <= "\u064a" and c != "\u0640")
    return words, order, ink(path, crop) / letters


def put_table(path, rows):
    with open(path, encoding="utf-8") as f:
        text = f.read()
    table = "| Terminal | headlines | blobs | article | blobs |\n|---|---|---|---|---|\n"
    for name, figures in rows.items():
        cells = ["%.1f / %.1f | %.2f" % figures[part] if part in figures else "- | -"
                 for part in ("headlines", "article")]
        table += "| %s | %s |\n" % (name, " | ".join(cells))
    begin, end = "<!-- shots.py -->\n", "<!-- end -->\n"
    head, _, rest = text.partition(begin)
    with open(path, "w", encoding="utf-8") as f:
        f.write(head + begin + table + end + rest.partition(end)[2])


def main():
    p = argparse.ArgumentParser(description=__doc__,
                                formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("-o", "--out", default="shots")
    p.add_argument("-b", "--build", default=os.path.join(TOP, "build"))
    p.add_argument("-s", "--score", action="store_true")
    p.add_argument("-t", "--table", metavar="FILE")
    p.add_argument("terminals", nargs="*", metavar="TERMINAL")
    a = p.parse_args()
    build, table = os.path.abspath(a.build), {}
    os.makedirs(a.out, exist_ok=True)
    with tempfile.TemporaryDirectory() as work:
        os.chmod(work, 0o755)
        files = fill(work, build)
        wanted = references(build, files)
        for name in a.terminals or ALL:
            if not shutil.which(TERMINALS[name.rpartition("@")[2]][0]):
                print("%-24s not installed" % name)
                continue
            fresh = "%s/%s.db" % (work, name.replace("@", "-"))
            shutil.copy(work + "/db", fresh)
            display = None
            try:
                display = Display(work, name, [build + "/akhbar"] + files[:-1] + [fresh])
                time.sleep(5)
                for part, keys in (("headlines", ""), ("article", "j\r")):
                    path = os.path.join(a.out, "%s-%s.png" % (name.replace("@", "-"), part))
                    if keys:
                        display.keys(keys)
                    display.picture(path)
                    line = "%-24s %s" % (name, path)
                    if a.score or a.table:
                        figures = score(path, name, part, wanted[part])
                        table.setdefault(name, {})[part] = figures
                        line += "  words %.1f  order %.1f  ink %.2f" % figures
                    print(line, flush=True)
            except (RuntimeError, OSError, subprocess.CalledProcessError) as problem:
                print("%-24s %s" % (name, problem))
            finally:
                if display:
                    display.end()
    if a.table:
        put_table(a.table, table)


if __name__ == "__main__":
    if len(sys.argv) > 3 and sys.argv[1] == "--relay":
        relay(sys.argv[2], sys.argv[3:])
    else:
        sys.exit(main())
