#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Writes letters-table.c and classes-table.c from the Unicode Character Database
(Debian: unicode-data, Unicode 15). Not part of the build: the tables are
committed; run it by hand when the Unicode version changes.

    python3 gen-tables.py [/usr/share/unicode]
"""
import sys

UCD = sys.argv[1] if len(sys.argv) > 1 else "/usr/share/unicode"
MAX = 0x110000


def rows(name):
    for line in open(f"{UCD}/{name}", encoding="utf-8"):
        line = line.split("#")[0].strip()
        if line:
            yield [f.strip() for f in line.split(";")]


def span(text):
    a, _, b = text.partition("..")
    return range(int(a, 16), int(b or a, 16) + 1)


category = ["Cn"] * MAX
decomp = {}
first = None
for line in open(f"{UCD}/UnicodeData.txt", encoding="utf-8"):
    f = line.rstrip("\n").split(";")
    cp = int(f[0], 16)
    if f[1].endswith(", First>"):
        first = cp
        continue
    for c in range(first if first is not None else cp, cp + 1):
        category[c] = f[2]
    first = None
    if f[5]:
        parts = f[5].split()
        compat = parts[0].startswith("<")
        decomp[cp] = (compat, [int(p, 16) for p in (parts[1:] if compat else parts)])

script = {}
for f in rows("Scripts.txt"):
    if f[1] in ("Latin", "Greek", "Arabic", "Hebrew"):
        for c in span(f[0]):
            script[c] = f[1]

casefold = {}
for f in rows("CaseFolding.txt"):
    if f[1] in "CF":
        casefold[int(f[0], 16)] = [int(p, 16) for p in f[2].split()]

# ---- what is a word ---------------------------------------------------------------
word = [category[c][0] in "LNM" for c in range(MAX)]
word[0xFDFC] = True  # the rial sign is a ligature of letters

# ---- folding ------------------------------------------------------------------------
drop = set()
for a, b in [(0x610, 0x61A), (0x64B, 0x65F), (0x670, 0x670), (0x6D6, 0x6DC),
             (0x6DF, 0x6E4), (0x6E7, 0x6E8), (0x6EA, 0x6ED),  # Arabic marks
             (0x898, 0x89F), (0x8CA, 0x8E1), (0x8E3, 0x8FF), (0x10EFD, 0x10EFF),
             (0x640, 0x640),  # tatweel
             (0x591, 0x5BD), (0x5BF, 0x5BF), (0x5C1, 0x5C2), (0x5C4, 0x5C5),
             (0x5C7, 0x5C7),  # Hebrew points
             (0x300, 0x36F), (0x1AB0, 0x1AFF), (0x1DC0, 0x1DFF), (0x20D0, 0x20F0),
             (0xFE20, 0xFE2F),  # accents
             (0xFE00, 0xFE0F),  # variation selectors
             (0xAD, 0xAD), (0x61C, 0x61C), (0x200C, 0x200F), (0x202A, 0x202E),
             (0x2060, 0x2064), (0x2066, 0x2069), (0xFEFF, 0xFEFF)]:  # joiners, bidi controls
    drop |= set(range(a, b + 1))

one = {}
for text, to in [("آأإٱٲٳٵ", "ا"), ("ىی", "ي"), ("ک", "ك"), ("ةہەۃۀۂ", "ه"), ("ؤئ", "ء"),
                 ("øØ", "o"), ("đĐðÐ", "d"), ("ħĦ", "h"), ("ı", "i"), ("łŁ", "l"), ("ŧŦ", "t"),
                 ("æÆ", "ae"), ("œŒ", "oe"), ("þÞ", "th")]:
    for ch in text:
        one[ord(ch)] = [ord(c) for c in to]
for i in range(10):
    one[0x660 + i] = [0x30 + i]
    one[0x6F0 + i] = [0x30 + i]


def presentation(c):
    return 0xFB50 <= c <= 0xFDFF or 0xFE70 <= c <= 0xFEFC


def fold(c):
    if c in drop:
        return []
    if c in one:
        return one[c]
    if c in casefold:
        return [x for p in casefold[c] for x in fold(p)]
    if c in decomp and (word[c] or presentation(c)):
        compat, parts = decomp[c]
        if compat:
            got = [x for p in parts for x in fold(p)]
            if presentation(c):
                # a spacing form of a vowel mark is its blank carrier and the mark
                return [] if got == [0x20] else got
            return got if all(word[x] for x in got) else [c]
        if len(parts) == 1 or script.get(c) in ("Latin", "Greek", "Arabic", "Hebrew"):
            return [x for p in parts for x in fold(p)]
    return [c]


folded = {c: fold(c) for c in range(MAX) if not 0xD800 <= c < 0xE000}

# Compatibility ideographs and radicals: a thousand rows that no Arabic news needs.
changed = sorted(c for c in folded if c >= 0x80 and not 0x600 <= c < 0x700
                 and folded[c] != [c] and not 0xF900 <= c < 0xFB00
                 and not 0x2F800 <= c < 0x2FA20 and not 0x2E80 <= c < 0x3000)

sequences = []
places = {}


def sequence(s):
    s = tuple(s)
    if s not in places:
        places[s] = len(sequences)
        sequences.extend([len(s), *s])
    return places[s]


ranges = []
i = 0
while i < len(changed):
    c = changed[i]
    f = folded[c]

    def run(ok):
        j = i
        while j + 1 < len(changed) and changed[j + 1] == changed[j] + 1 and ok(changed[j + 1]):
            j += 1
        return j

    if not f:
        j = run(lambda x: not folded[x])
        ranges.append((c, changed[j], "DROP", 0))
    elif len(f) > 1:
        j = run(lambda x: folded[x] == f)
        ranges.append((c, changed[j], "SEQUENCE", sequence(f)))
    else:
        same = run(lambda x: folded[x] == f)
        add = run(lambda x: folded[x] == [x + f[0] - c])
        # every other one: capital, small, capital, small
        k = c
        while f[0] == c + 1 and folded.get(k + 2) == [k + 3] and folded.get(k + 3) == [k + 3]:
            k += 2
        every = (k - c) // 2
        if every > max(same, add) - i:
            ranges.append((c, k, "EVERY_OTHER", 1))
            j = i + every
        elif same >= add:
            ranges.append((c, changed[same], "TO", f[0]))
            j = same
        else:
            ranges.append((c, changed[add], "ADD", f[0] - c))
            j = add
    i = j + 1

for c in range(0x600, 0x700):
    assert len(folded[c]) <= 1 or c in (0x675, 0x676, 0x677, 0x678), hex(c)


def emit(out, items):
    line = "\t"
    for it in items:
        if len(line.expandtabs(8)) + len(it) + 1 > 90:
            out.write(line.rstrip() + "\n")
            line = "\t"
        line += it + " "
    out.write(line.rstrip() + "\n")


arabic = [folded[0x600 + i] for i in range(256)]
with open("letters-table.c", "w") as out:
    out.write("/* SPDX-License-Identifier: MIT */\n/* Made by gen-tables.py from Unicode 15.0.0. "
              "Do not edit. */\n#include \"fold/tables.h\"\n\n")
    out.write("/* U+0600-06FF to one letter; 0 dropped. */\nconst uint16_t fold_arabic[256] = {\n")
    # the four letters with a high hamza decompose into a letter and U+0674
    emit(out, [f"0x{(f[0] if f else 0):X}," for f in arabic])
    # U+0621 to U+064A without the tatweel: two bytes to two bytes, a pair for each
    # two bytes from D8 80 to D9 BF, of which most are no letters
    pairs = [b"\0\0"] * 0x140
    for c in list(range(0x621, 0x640)) + list(range(0x641, 0x64B)):
        at, to = chr(c).encode(), chr(arabic[c - 0x600][0]).encode()
        pairs[(at[0] << 8 | at[1]) - 0xD880] = to
    out.write("};\n\n/* See fold_plain. */\nconst unsigned char fold_pairs[320][2] = {\n")
    emit(out, [f"{{{p[0]}, {p[1]}}}," for p in pairs])
    out.write("};\n\nconst struct fold_range fold_ranges[] = {\n")
    emit(out, [f"{{0x{a:X}, {b - a}, FOLD_{k}, {v}}}," for a, b, k, v in ranges])
    out.write("};\nconst size_t fold_ranges_n = ARRAY_LEN(fold_ranges);\n\n"
              "/* count, then the letters */\nconst uint16_t fold_sequences[] = {\n")
    emit(out, [f"0x{v:X}," for v in sequences])
    out.write("};\n")
assert max(sequences) < 0x10000

# ---- direction classes -----------------------------------------------------------------
strong = ["L"] * MAX
short = {"Left_To_Right": "L", "Right_To_Left": "R", "Arabic_Letter": "AL",
         "European_Terminator": "ET", "Boundary_Neutral": "BN"}
for line in open(f"{UCD}/extracted/DerivedBidiClass.txt", encoding="utf-8"):
    if line.startswith("# @missing:"):
        where, what = line[len("# @missing:"):].split(";")
        for c in span(where.strip()):
            strong[c] = short[what.strip()]
for f in rows("extracted/DerivedBidiClass.txt"):
    for c in span(f[0]):
        strong[c] = f[1]
for f in rows("emoji/emoji-data.txt"):
    if f[1] == "Extended_Pictographic":
        for c in span(f[0]):
            if c >= 0x1F000:  # below, pictures that are letters first: U+2139, U+24C2
                strong[c] = "ON"
for c in range(0x1F1E6, 0x1F200):
    strong[c] = "ON"


def kind(c):
    return {"L": 1, "R": 2, "AL": 2}.get(strong[c], 0)


def spans(ok):
    got, start = [], None
    for c in range(MAX + 1):
        is_in = c < MAX and ok(c)
        if is_in and start is None:
            start = c
        if not is_in and start is not None:
            got.append((start, c - 1))
            start = None
    return got


# Unassigned places between two ranges of words join them: shorter, and nobody writes there.
bridged = word[:]
last = None
for c in range(MAX):
    if category[c] != "Cn" or word[c]:
        if last is not None and word[c] and word[last] and c - last < 32:
            for x in range(last, c):
                bridged[x] = True
        last = c
with open("classes-table.c", "w") as out:
    out.write("/* SPDX-License-Identifier: MIT */\n/* Made by gen-tables.py from Unicode 15.0.0. "
              "Do not edit. */\n#include \"fold/tables.h\"\n\n")
    for name, ok, what in [
            ("class_neutral", lambda c: c >= 0x80 and kind(c) == 0, "Neither L nor R nor AL, emoji, flags."),
            ("class_rtl", lambda c: kind(c) == 2, "R and AL."),
            ("class_word", lambda c: bridged[c], "Letters, numbers, marks.")]:
        got = spans(ok)
        out.write(f"/* {what} */\nconst struct class_range {name}[] = {{\n")
        emit(out, [f"{{0x{a:X}, 0x{b:X}}}," for a, b in got])
        out.write(f"}};\nconst size_t {name}_n = ARRAY_LEN({name});\n\n")
print(len(ranges), "fold ranges,", len(sequences), "in sequences",
      max((len(f), hex(c)) for c, f in folded.items()),
      [hex(c) for c, f in folded.items() if len(f) > 4])
