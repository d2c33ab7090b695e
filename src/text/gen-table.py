#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Writes chars-table.c: one record per code point for layout, from the Unicode
Character Database (default /usr/share/unicode) and the C library's wcwidth().

    python3 src/text/gen-table.py > src/text/chars-table.c

The program never calls wcwidth() itself: what ncursesw will do with a character
is known when it is built, whatever the locale is."""
import ctypes
import os
import re
import sys

UCD = os.environ.get("UCD", "/usr/share/unicode")
TOP = 0x110000


def ranges(name):
    with open(os.path.join(UCD, name), encoding="utf-8") as f:
        for line in f:
            line = line.split("#")[0].strip()
            if not line:
                continue
            fields = [x.strip() for x in line.split(";")]
            a, _, b = fields[0].partition("..")
            yield int(a, 16), int(b or a, 16), fields[1:]


gc = ["Cn"] * TOP
decomp = {}
first = None
for line in open(os.path.join(UCD, "UnicodeData.txt"), encoding="utf-8"):
    f = line.split(";")
    cp = int(f[0], 16)
    if f[1].endswith(", First>"):
        first = cp
        continue
    for c in range(first if first is not None else cp, cp + 1):
        gc[c] = f[2]
    first = None
    if f[5]:
        decomp[cp] = f[5]

# ---- bidi class, with the defaults of unassigned code points
BIDI = "L R AL EN AN ES ET CS NSM BN B S WS ON LRE RLE LRO RLO PDF LRI RLI FSI PDI".split()
LONG = {"Left_To_Right": "L", "Right_To_Left": "R", "Arabic_Letter": "AL",
        "European_Terminator": "ET"}
bidi = ["L"] * TOP
path = os.path.join(UCD, "extracted/DerivedBidiClass.txt")
for line in open(path, encoding="utf-8"):
    m = re.match(r"# @missing: ([0-9A-F]+)\.\.([0-9A-F]+); (\w+)", line)
    if m:
        for c in range(int(m[1], 16), int(m[2], 16) + 1):
            bidi[c] = LONG[m[3]]
for a, b, f in ranges("extracted/DerivedBidiClass.txt"):
    for c in range(a, b + 1):
        bidi[c] = f[0]

# ---- joining type
joining = ["T" if g in ("Mn", "Me", "Cf") else "U" for g in gc]
for a, b, f in ranges("ArabicShaping.txt"):
    for c in range(a, b + 1):
        joining[c] = f[1]
JOIN = "U R D C T L".split()

# ---- line break class, resolved as UAX #14 LB1 asks
ea = ["N"] * TOP
for a, b, f in ranges("EastAsianWidth.txt"):
    for c in range(a, b + 1):
        ea[c] = f[0]
pict = [False] * TOP
for a, b, f in ranges("emoji/emoji-data.txt"):
    if f[0] == "Extended_Pictographic":
        for c in range(a, b + 1):
            pict[c] = True
lb = ["XX"] * TOP
for a, b in ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x2FFFD),
             (0x30000, 0x3FFFD), (0x1F000, 0x1FAFF), (0x1FC00, 0x1FFFD)):
    for c in range(a, b + 1):
        lb[c] = "ID"
for c in range(0x20A0, 0x20D0):
    lb[c] = "PR"
for a, b, f in ranges("LineBreak.txt"):
    for c in range(a, b + 1):
        lb[c] = f[0]
LB = ("AL BK CR LF NL SP ZW WJ ZWJ CM GL CL CP EX IS SY OP QU BA HY NS B2 BB CB IN ID "
      "EB EM RI HL NU PR PO JL JV JT H2 H3 OPW CPW IDX").split()


def lb_class(c):
    k = lb[c]
    if k in ("AI", "SG", "XX"):
        k = "AL"
    elif k == "SA":
        k = "CM" if gc[c] in ("Mn", "Mc") else "AL"
    elif k == "CJ":
        k = "NS"
    wide = ea[c] in "FWH"
    if k in ("OP", "CP") and wide:
        k += "W"  # LB30 leaves East Asian brackets alone
    if k == "ID" and pict[c] and gc[c] == "Cn":
        k = "IDX"  # LB30b: emoji to come
    return k


# ---- width
libc = ctypes.CDLL(None)
libc.setlocale.restype = ctypes.c_char_p
assert libc.setlocale(ctypes.c_int(6), b"C.UTF-8"), "C.UTF-8 is missing"
width = [libc.wcwidth(c) for c in range(TOP)]

mirror = {a: int(f[0], 16) for a, _, f in ranges("BidiMirroring.txt")}
bracket = {a: f[1] for a, _, f in ranges("BidiBrackets.txt")}
for a, kind in bracket.items():
    assert a in mirror and kind in "oc"

FLAGS = ("MARK ZERO PICT RI MIRROR OPEN CLOSE TASHKEEL SPACE UNKNOWN TONE LETTER "
         "BORROWS").split()


def record(c):
    w = width[c]
    flags = set()
    if w < 0 or c == 0:
        flags.add("UNKNOWN")
        w = 1
    if gc[c] == "Cf" and w == 0 or c in (0xAD, 0x34F) or 0xFE00 <= c <= 0xFE0F or \
            0xE0100 <= c <= 0xE01EF or c in (0x115F, 0x1160, 0x3164, 0xFFA0, 0x180B, 0x180C,
                                             0x180D, 0x180F):
        flags.add("ZERO")
        flags.discard("UNKNOWN")
        w = 0
    elif w == 0:
        flags.add("MARK")
    if c in (10, 11, 12, 13, 0x85, 0x2028, 0x2029):
        flags.discard("UNKNOWN")
        flags.add("ZERO")
        w = 0
    if c == 9:
        flags.discard("UNKNOWN")
        w = 1
    if pict[c]:
        flags.add("PICT")
    if 0x1F1E6 <= c <= 0x1F1FF:
        flags.add("RI")
    if c in mirror:
        flags.add("MIRROR")
    if c in bracket:
        flags.add("OPEN" if bracket[c] == "o" else "CLOSE")
    if c == 0x670 or 0x610 <= c <= 0x61A or 0x64B <= c <= 0x65F or \
            (0x6D6 <= c <= 0x6ED or 0x898 <= c <= 0x8FF) and gc[c] == "Mn":
        flags.add("TASHKEEL")
    if c == 9 or gc[c] == "Zs" and bidi[c] == "WS":
        flags.add("SPACE")
    if 0x1F3FB <= c <= 0x1F3FF:
        flags.add("TONE")
    if gc[c][0] == "L":
        flags.add("LETTER")
    # Sorani lam and yeh with a small v have no forms; few fonts have those of Persian heh
    # with hamza
    if c in (0x6B5, 0x6CE, 0x6C0):
        flags.add("BORROWS")
    return (BIDI.index(bidi[c]), JOIN.index(joining[c]), LB.index(lb_class(c)), w,
            sum(1 << FLAGS.index(x) for x in flags))


records, ids, id_of = [], {}, []
for c in range(TOP):
    r = record(c)
    if r not in ids:
        ids[r] = len(records)
        records.append(r)
    id_of.append(ids[r])
# three stages: 4096-character planes of 64-character blocks
leaves, leaf_ids, mids, mid_ids, top = [], {}, [], {}, []
for t in range(0, TOP, 4096):
    mid = []
    for b in range(t, t + 4096, 64):
        leaf = tuple(id_of[b:b + 64])
        if leaf not in leaf_ids:
            leaf_ids[leaf] = len(leaves)
            leaves.append(leaf)
        mid.append(leaf_ids[leaf])
    mid = tuple(mid)
    if mid not in mid_ids:
        mid_ids[mid] = len(mids)
        mids.append(mid)
    top.append(mid_ids[mid])

# ---- contextual forms of single letters: isolated, final, initial, medial
forms = {}
KIND = {"<isolated>": 0, "<final>": 1, "<initial>": 2, "<medial>": 3}
for cp, d in decomp.items():
    if not (0xFB50 <= cp <= 0xFDFF or 0xFE70 <= cp <= 0xFEFC):
        continue
    parts = d.split()
    if len(parts) == 2 and parts[0] in KIND:
        base = int(parts[1], 16)
        if 0x621 <= base <= 0x6FF:
            forms.setdefault(base, [0] * 4)[KIND[parts[0]]] = cp


def emit(items, fmt, per_line=16):
    items = list(items)
    for i in range(0, len(items), per_line):
        print("\t" + " ".join(fmt % x + "," for x in items[i:i + per_line]))


if len(sys.argv) > 1 and sys.argv[1] == "names":
    print("/* BIDI */\nenum {", ", ".join("BIDI_" + x for x in BIDI), "};")
    print("enum {", ", ".join("JOIN_" + x for x in JOIN), "};")
    print("enum {", ", ".join("LB_" + x for x in LB), "};")
    print("enum {", ", ".join("CHAR_%s = 1 << %d" % (x, i) for i, x in enumerate(FLAGS)), "};")
    sys.exit(0)
small = len(records) <= 256
print("/* SPDX-License-Identifier: MIT")
print(" *")
print(" * Written by gen-table.py from Unicode 15.0 and the C library's widths: do not edit.")
print(" */")
print('#include "text/chars.h"\n')
print("const struct char_record char_records[%d] = {" % len(records))
for r in records:
    print("\t{%d, %d, %d, %d, 0x%x}," % r)
print("};\n")
print("const uint8_t chars_top[%d] = {" % len(top))
emit(top, "%d", 24)
print("};\n")
print("const uint16_t chars_mid[%d] = {" % (64 * len(mids)))
emit((x for m in mids for x in m), "%d", 20)
print("};\n")
assert small, len(records)
print("const uint8_t chars_leaf[%d] = {" % (64 * len(leaves)))
emit((x for m in leaves for x in m), "%d", 24)
print("};\n")
print("/* U+0621.. : isolated, final, initial, medial; 0: no such form. */")
last = max(forms)
print("const uint16_t char_forms[%d][4] = {" % (last - 0x621 + 1))
for cp in sorted(forms):
    print("\t[0x%X - 0x621] = {0x%X, 0x%X, 0x%X, 0x%X}," % ((cp,) + tuple(forms[cp])))
print("};")
print("const uint32_t char_forms_n = %d;\n" % (last - 0x621 + 1))
print("const uint16_t char_mirrors[%d][2] = {" % len(mirror))
emit(("{0x%X, 0x%X}" % x for x in sorted(mirror.items())), "%s", 5)
print("};")
print("const uint32_t char_mirrors_n = %d;" % len(mirror))
print(len(records), "records", len(leaves), "leaves", len(mids), "mids", file=sys.stderr)
