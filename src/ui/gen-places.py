#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Makes places-table.c: what each key types on the standard layouts, from the symbols
of xkeyboard-config.

    python3 src/ui/gen-places.py /usr/share/X11/xkb/symbols > src/ui/places-table.c

The old Persian layout of Windows is in no symbols file as it is on those keyboards;
it stands below."""
import re
import sys

ROWS = [
    ["TLDE"] + ["AE%02d" % i for i in range(1, 13)],
    ["AD%02d" % i for i in range(1, 13)] + ["BKSL"],
    ["AC%02d" % i for i in range(1, 12)],
    ["AB%02d" % i for i in range(1, 11)],
]
KEYS = [k for row in ROWS for k in row]

LATIN = dict(zip(
    "exclam at numbersign dollar percent asciicircum ampersand asterisk parenright parenleft "
    "minus underscore equal plus grave less greater bracketright bracketleft slash colon "
    "quotedbl backslash bar asciitilde braceright braceleft apostrophe comma period semicolon "
    "question".split(),
    "!@#$%^&*)(-_=+`<>][/:\"\\|~}{',.;?"))
NAMES = {
    "division": 0xF7, "multiply": 0xD7, "ellipsis": 0x2026, "brokenbar": 0xA6,
    "guillemotright": 0xBB, "guillemotleft": 0xAB, "NoSymbol": 0, "VoidSymbol": 0,
    "Arabic_percent": 0x66A, "Arabic_semicolon": 0x61B, "Arabic_comma": 0x60C,
    "Arabic_question_mark": 0x61F, "Arabic_tatweel": 0x640, "Arabic_peh": 0x67E,
    "Arabic_tcheh": 0x686, "Arabic_jeh": 0x698, "Arabic_keheh": 0x6A9, "Arabic_gaf": 0x6AF,
    "Farsi_yeh": 0x6CC, "Arabic_heh": 0x647, "Arabic_ha": 0x647, "Arabic_superscript_alef": 0x670,
    "Arabic_madda_above": 0x653, "Arabic_hamza_above": 0x654, "Arabic_hamza_below": 0x655,
}
for i, name in enumerate(
        "hamza maddaonalef hamzaonalef hamzaonwaw hamzaunderalef hamzaonyeh alef beh tehmarbuta "
        "teh theh jeem hah khah dal thal ra zain seen sheen sad dad tah zah ain ghain".split()):
    NAMES["Arabic_" + name] = 0x621 + i
for i, name in enumerate(
        "feh qaf kaf lam meem noon heh waw alefmaksura yeh fathatan dammatan kasratan fatha "
        "damma kasra shadda sukun".split()):
    NAMES["Arabic_" + name] = 0x641 + i
for i in range(10):
    NAMES["Arabic_%d" % i] = 0x660 + i
    NAMES["Farsi_%d" % i] = 0x6F0 + i
for i, name in enumerate(
        "aleph bet gimel dalet he waw zain chet tet yod finalkaph kaph lamed finalmem mem "
        "finalnun nun samech ayin finalpe pe finalzade zade qoph resh shin taw".split()):
    NAMES["hebrew_" + name] = 0x5D0 + i


def code(sym):
    if len(sym) == 1:
        return ord(sym)
    if sym in LATIN:
        return ord(LATIN[sym])
    if sym in NAMES:
        return NAMES[sym]
    if re.fullmatch("U[0-9A-F]+", sym):
        return int(sym[1:], 16)
    if re.fullmatch("0x100[0-9a-f]{4}", sym):
        return int(sym[5:], 16)
    raise SystemExit("unknown symbol " + sym)


def layout(folder, file, variant, keys=None):
    keys = {} if keys is None else keys
    text = re.sub("//[^\n]*", "", open(folder + "/" + file, encoding="utf-8").read())
    body = re.search(r'xkb_symbols\s+"%s"\s*\{(.*?)\n\s*\};' % variant, text, re.S).group(1)
    for m in re.finditer(r'include\s+"(\w+)\((\w+)\)"|key\s*<(\w+)>\s*\{\s*\[([^\]]*)\]', body):
        if m.group(1) == file:
            layout(folder, file, m.group(2), keys)
        elif m.group(3) in KEYS:
            symbols = [s.strip() for s in m.group(4).split(",")][:2]
            keys[m.group(3)] = [code(s) for s in symbols]
    return keys


def windows_persian():
    plain = "\u200d1234567890-=" "ضصثقفغعهخحجچپ" "شسیبلاتنمکگ" "ظطزرذدئو./"
    shift = ("\u00f7!@#$%^&*)(_+" "\u064b\u064c\u064d\ufdfc\u060c\u061b,][\\}{|"
             "\u064e\u064f\u0650\u0651\u06c0\u0622\u0640\u00ab\u00bb:\""
             "\u0629\u064a\u0698\u0624\u0625\u0623\u0621<>\u061f")
    return {k: [ord(a), ord(b)] for k, a, b in zip(KEYS, plain, shift)}


def main():
    folder = sys.argv[1]
    tables = [
        ("ARABIC", layout(folder, "ara", "basic")),
        ("PERSIAN", layout(folder, "ir", "pes")),
        ("PERSIAN_WINDOWS", windows_persian()),
        ("ARABIC_MAC", layout(folder, "ara", "mac")),
        ("HEBREW", layout(folder, "il", "basic")),
    ]
    print("/* SPDX-License-Identifier: MIT */\n"
          "/* Made by gen-places.py from the symbols of xkeyboard-config. */\n"
          '#include "ui/places.h"\n')
    print("const uint32_t places_table[KEYBOARD_COUNT][2][PLACES] = {")
    for name, keys in tables:
        print("\t[KEYBOARD_%s] = {" % name)
        for level in range(2):
            print("\t\t{")
            for row in ROWS:
                values = []
                for k in row:
                    v = keys.get(k, [0, 0])
                    values.append("0x%04x" % (v[level] if level < len(v) else 0))
                for i in range(0, len(values), 7):
                    print("\t\t\t" + ", ".join(values[i:i + 7]) + ",")
            print("\t\t},")
        print("\t},")
    print("};")


main()
