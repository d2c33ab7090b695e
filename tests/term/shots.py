#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Pictures of akhbar in real terminals, for doc/terminals.md.

    python3 tests/term/shots.py [-o FOLDER] [-b BUILD] [-s] [TERMINAL...]

Fills a store with tests/term/news.txt over loopback, opens the headlines and an article
in each terminal on a display of its own, and saves FOLDER/TERMINAL-headlines.png and
FOLDER/TERMINAL-article.png. -s reads the pictures with tesseract as well and prints how
many of the words it finds. TERMINAL is a name of the table below, or tmux@NAME or
screen@NAME. Needs Xvfb, xdotool, ImageMagick, the font DejaVu Sans Mono and the terminals
themselves; those that are not installed are passed over.
"""
import argparse
import email.utils
import html
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unicodedata

FONT = "DejaVu Sans Mono"
COLS, ROWS = 80, 24
TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

# name: the words that run COMMAND in it, black on white, 20 pixels
TERMINALS = {
    "xterm": ["xterm", "-u8", "-fa", FONT, "-fs", "15", "-geometry", "80x24", "-b", "0", "+sb",
              "-bg", "white", "-fg", "black", "-tn", "xterm-256color", "-e"],
    "urxvt": ["urxvt", "-fn", "xft:%s:pixelsize=20" % FONT, "-geometry", "80x24", "+sb",
              "-bg", "white", "-fg", "black", "-e"],
    "st": ["stterm", "-f", "%s:pixelsize=20" % FONT, "-g", "80x24", "-e"],
    "alacritty": ["alacritty", "-o", "font.normal.family=" + FONT, "-o", "font.size=15",
                  "-o", "window.dimensions.columns=80", "-o", "window.dimensions.lines=24",
                  "-e"],
    "gnome-terminal": ["gnome-terminal", "--wait", "--hide-menubar", "--geometry=80x24", "--"],
    "konsole": ["konsole", "--nofork", "--hide-menubar", "--hide-tabbar", "-p",
                "Font=%s,15,-1,5,50,0,0,0,0,0" % FONT, "-p", "ColorScheme=BlackOnWhite",
                "-p", "TerminalColumns=80", "-p", "TerminalRows=24", "-e"],
    "mlterm": ["mlterm", "--type", "xft", "-w", "20", "-g", "80x24", "-E", "utf8",
               "-f", "black", "-b", "white", "-e"],
    "pterm": ["pterm", "-fn", "client:%s 15" % FONT, "-geometry", "80x24", "-sb-",
              "-fg", "black", "-bg", "white", "-e"],
    "qterminal": ["qterminal", "-e"],
    "xfce4-terminal": ["xfce4-terminal", "--disable-server", "--geometry=80x24",
                       "--font=%s 15" % FONT, "--hide-menubar", "-x"],
    "kitty": ["kitty", "--config", "NONE", "-o", "font_family=" + FONT, "-o", "font_size=15",
              "-o", "remember_window_size=no", "-o", "initial_window_width=80c",
              "-o", "initial_window_height=24c", "-o", "background=#ffffff",
              "-o", "foreground=#000000"],
    "kitty-force-ltr": ["kitty", "--config", "NONE", "-o", "font_family=" + FONT,
                        "-o", "font_size=15", "-o", "force_ltr=yes",
                        "-o", "remember_window_size=no", "-o", "initial_window_width=80c",
                        "-o", "initial_window_height=24c", "-o", "background=#ffffff",
                        "-o", "foreground=#000000"],
}
# they take a command line as one word
ONE_WORD = {"qterminal"}
WITH_BUS = {"gnome-terminal", "konsole", "qterminal", "xfce4-terminal"}
LEAKS = ("TERM_PROGRAM", "VTE_VERSION", "KONSOLE_VERSION", "MLTERM", "COLORTERM", "TMUX", "STY",
         "WAYLAND_DISPLAY", "XTERM_VERSION", "KITTY_WINDOW_ID", "KITTY_PID", "ALACRITTY_LOG",
         "COLUMNS", "LINES", "NO_COLOR", "COLORFGBG", "XAUTHORITY")


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


class Display:
    """A private X server and one terminal on it."""

    def __init__(self, work, name, command):
        mux, _, terminal = name.rpartition("@")
        self.children = []
        home = tempfile.mkdtemp(dir=work)
        env = {k: v for k, v in os.environ.items() if k not in LEAKS and not k.startswith("LC_")}
        env.update(HOME=home, XDG_CONFIG_HOME=home, XDG_STATE_HOME=home, XDG_RUNTIME_DIR=home,
                   LANG="C.UTF-8", LIBGL_ALWAYS_SOFTWARE="1", QT_QPA_PLATFORM="xcb",
                   GDK_BACKEND="x11", NO_AT_BRIDGE="1", SCREENDIR=home + "/screen")
        os.chmod(home, 0o700)
        read, write = os.pipe()
        self.start(["Xvfb", "-displayfd", str(write), "-screen", "0", "1600x1000x24", "-dpi",
                    "96", "-nolisten", "tcp"], env, (write,))
        os.close(write)
        env["DISPLAY"] = ":" + os.read(read, 16).decode().strip()
        os.close(read)
        script = home + "/run.sh"
        with open(script, "w", encoding="utf-8") as f:
            # black on white where the terminal takes it from us
            f.write("#!/bin/sh\nprintf '\\033]10;#000000\\033\\\\\\033]11;#ffffff\\033\\\\'\n"
                    "sleep 1\nexec %s\n" % " ".join("'%s'" % w for w in command))
        os.chmod(script, 0o755)
        inside = {"": [script], "tmux": ["tmux", "-u", "-L", os.path.basename(home), "-f",
                                         "/dev/null", "new-session", script],
                  "screen": ["screen", "-U", script]}[mux]
        words = list(TERMINALS[terminal])
        words += [" ".join(inside)] if terminal in ONE_WORD else inside
        if terminal in WITH_BUS:
            words = ["dbus-run-session", "--"] + words
        if terminal == "gnome-terminal":
            env["GSETTINGS_BACKEND"] = "keyfile"
        self.env, self.mux = env, ["tmux", "-L", os.path.basename(home)] if mux == "tmux" else None
        self.start(words, env)
        self.window = self.find()

    def start(self, words, env, keep=()):
        self.children.append(subprocess.Popen(words, env=env, pass_fds=keep,
                                              start_new_session=True, stdout=subprocess.DEVNULL,
                                              stderr=subprocess.DEVNULL))

    def x(self, *words):
        done = subprocess.run(["xdotool"] + list(words), env=self.env, stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL, text=True, check=False)
        return done.stdout.split()

    def find(self):
        """The largest window, once there is one."""
        for _ in range(100):
            best = (0, None)
            for window in self.x("search", "--onlyvisible", "--maxdepth", "2", "--name", ".*"):
                size = dict(w.split("=") for w in self.x("getwindowgeometry", "--shell", window)
                            if "=" in w)
                area = int(size.get("WIDTH", 0)) * int(size.get("HEIGHT", 0))
                if 1600 * 1000 > area > max(best[0], 2000):
                    best = (area, window)
            if best[1]:
                return best[1]
            time.sleep(0.2)
        raise RuntimeError("no window")

    def keys(self, *keys):
        self.x("mousemove", "--window", self.window, "5", "5")
        self.x("windowfocus", self.window)
        for key in keys:
            self.x("key", key)
            time.sleep(0.3)

    def picture(self, path):
        """Saved when two in a row are the same."""
        last = None
        for _ in range(20):
            self.window = self.find()
            subprocess.run(["import", "-silent", "-window", self.window, path], env=self.env,
                           check=True)
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
                os.killpg(child.pid, signal.SIGKILL)


def plain(text):
    text = unicodedata.normalize("NFKC", text)
    text = "".join(c for c in text if unicodedata.category(c) not in ("Mn", "Cf"))
    return "".join(c if c.isalpha() else " " for c in text).split()


def read_back(path):
    """Share of the words of news.txt that begin a title or stand in the long article."""
    big = path + ".big.png"
    subprocess.run(["convert", path, "-colorspace", "Gray", "-resize", "200%", big], check=True)
    seen = subprocess.run(["tesseract", big, "-", "-l", "ara", "--psm", "6"],
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
                          check=True).stdout
    os.unlink(big)
    if path.endswith("headlines.png"): # the beginnings, which are never cut off
        wanted = [w for _, _, a in news() for title, _ in a for w in plain(title)[:4]]
    else:
        body = max((a for _, _, articles in news() for a in articles), key=lambda a: len(a[1]))
        wanted = [w for p in body[1][:3] for w in plain(p)]
    bag = plain(seen)
    hit = 0
    for word in wanted:
        if word in bag:
            bag.remove(word)
            hit += 1
    return 100.0 * hit / len(wanted)


def main():
    p = argparse.ArgumentParser(description=__doc__,
                                formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("-o", "--out", default="shots")
    p.add_argument("-b", "--build", default=os.path.join(TOP, "build"))
    p.add_argument("-s", "--score", action="store_true")
    p.add_argument("terminals", nargs="*", metavar="TERMINAL")
    a = p.parse_args()
    build = os.path.abspath(a.build)
    os.makedirs(a.out, exist_ok=True)
    with tempfile.TemporaryDirectory() as work:
        files = fill(work, build)
        for name in a.terminals or list(TERMINALS):
            if not shutil.which(TERMINALS[name.rpartition("@")[2]][0]):
                print("%-24s not installed" % name)
                continue
            shutil.copy(work + "/db", work + "/fresh")
            opened = [build + "/akhbar"] + files[:-1] + [work + "/fresh"]
            display = None
            try:
                display = Display(work, name, opened)
                time.sleep(3)
                for part, keys in (("headlines", ()), ("article", ("j", "Return"))):
                    path = os.path.join(a.out, "%s-%s.png" % (name.replace("@", "-"), part))
                    display.keys(*keys)
                    display.picture(path)
                    score = "  words %.1f%%" % read_back(path) if a.score else ""
                    print("%-24s %s%s" % (name, path, score), flush=True)
            except (RuntimeError, subprocess.CalledProcessError) as problem:
                print("%-24s %s" % (name, problem))
            finally:
                if display:
                    display.end()


if __name__ == "__main__":
    sys.exit(main())
