# SPDX-License-Identifier: MIT
# akhbar: see `make help`. This file reads as the map of src/README.md.

VERSION = 0.1.0

# ---- rooms: each includes only the rooms of its row --------------------------
CORE_ROOMS = base fold text doc page html feed
EDGE_ROOMS = sys config store fetch work term ui cli

MAY_base   :=
MAY_fold   := base
MAY_text   := base fold
MAY_doc    := base fold
MAY_page   := base fold text doc
MAY_html   := base fold doc
MAY_feed   := base fold doc html
MAY_sys    := base fold
MAY_config := base sys
MAY_store  := base fold doc sys
MAY_fetch  := base sys
MAY_work   := base fold doc html feed sys config store fetch
MAY_term   := base fold text sys
MAY_ui     := base fold text doc page sys config store work term
MAY_cli    := base fold text doc page sys config store work term ui

# ---- tools and flags ------------------------------------------------------------
CC      ?= cc
AR      ?= ar
PREFIX  ?= /usr/local
O       ?= build
CFLAGS  ?= -O2 -g
PROFILE := $(if $(SAN),-san,)
OUT     := $(O)$(PROFILE)
PKG     ?= pkg-config

WARN := -Wall -Wextra -Wformat=2 -Wshadow -Wstrict-prototypes -Wmissing-prototypes \
	-Wpointer-arith -Wwrite-strings -Wno-format-nonliteral
HARD := -fstack-protector-strong -fPIE
HARD_LINK := -pie -Wl,-z,relro,-z,now
ifeq ($(SAN),)
HARD += -D_FORTIFY_SOURCE=2
else
SAN_FLAGS := -fsanitize=$(SAN) -fno-omit-frame-pointer -fno-sanitize-recover=undefined \
	$(if $(FUZZER),-fsanitize=fuzzer-no-link)
endif
PKGS_CORE  := libxml-2.0
PKGS_READ  := ncursesw sqlite3 zlib
PKGS_FETCH := zlib
PKGS_EDGES := ncursesw sqlite3 libxml-2.0 zlib
PKGS_ALL   := $(PKGS_EDGES) libcurl jansson

# The fetcher's libraries are loaded when they are needed (include/akhbar/late.h); CURL=linked,
# LIBXML2=linked, JANSSON=linked and SQLITE=linked are for where programs cannot load
# libraries by name.
ifeq ($(CURL),linked)
PKGS_FETCH += libcurl
PKGS_EDGES += libcurl
LATE_FLAGS += -DAKHBAR_CURL_LINKED
endif
ifeq ($(LIBXML2),linked)
PKGS_FETCH += libxml-2.0
LATE_FLAGS += -DAKHBAR_LIBXML2_LINKED
endif
ifeq ($(JANSSON),linked)
PKGS_CORE  += jansson
PKGS_FETCH += jansson
PKGS_EDGES += jansson
LATE_FLAGS += -DAKHBAR_JANSSON_LINKED
endif
ifeq ($(SQLITE),linked)
PKGS_FETCH += sqlite3
else
LATE_SQLITE = $(OUT)/obj/store/late/sqlite.o
endif

# pkg-config runs only when something is compiled: `make deps` comes first.
pc_cflags = $(eval pc_cflags := $(shell $(PKG) --cflags $(PKGS_ALL)))$(pc_cflags)
ALL_CFLAGS = -std=gnu11 -D_GNU_SOURCE $(WARN) $(HARD) $(SAN_FLAGS) -Iinclude -Isrc -I$(OUT) $(pc_cflags) \
	-DAKHBAR_VERSION='"$(VERSION)"' -DAKHBAR_PREFIX='"$(PREFIX)"' $(LATE_FLAGS) $(CPPFLAGS) $(CFLAGS)
ALL_LDFLAGS = $(HARD_LINK) $(SAN_FLAGS) $(LDFLAGS)

CORE_SRC := $(wildcard $(CORE_ROOMS:%=src/%/*.c))
EDGE_SRC := $(wildcard $(EDGE_ROOMS:%=src/%/*.c))
CORE_OBJ := $(CORE_SRC:src/%.c=$(OUT)/obj/%.o)
EDGE_OBJ := $(EDGE_SRC:src/%.c=$(OUT)/obj/%.o) $(OUT)/obj/guide-data.o
PROGRAMS := $(OUT)/akhbar $(OUT)/akhbar-fetch
PO       := $(wildcard po/*.po)
MO       := $(PO:po/%.po=$(OUT)/locale/%/LC_MESSAGES/akhbar.mo)

UNIT_SRC   := $(wildcard tests/unit/test_*.c)
EDGE_TESTS := $(wildcard tests/edge/test_*.c)
SCREEN_SRC := $(wildcard tests/screen/test_*.c)
FUZZ_SRC   := $(wildcard tests/fuzz/fuzz_*.c)
BENCH_SRC  := $(wildcard tests/bench/bench_*.c)
TOOL_SRC   := $(wildcard tests/e2e/*.c)
UNIT_BIN   := $(UNIT_SRC:%.c=$(OUT)/%)
EDGE_BIN   := $(EDGE_TESTS:%.c=$(OUT)/%)
SCREEN_BIN := $(SCREEN_SRC:%.c=$(OUT)/%)
FUZZ_BIN   := $(FUZZ_SRC:%.c=$(OUT)/%)
BENCH_BIN  := $(BENCH_SRC:%.c=$(OUT)/%)
TOOL_BIN   := $(TOOL_SRC:%.c=$(OUT)/%)

.PHONY: all run deps deps-test test check bench fuzz golden-update install uninstall \
	check-install format lint dist clean help programs
.DELETE_ON_ERROR:

all: programs $(MO) ## build both programs and the catalogues
programs: $(PROGRAMS)

# ---- compile -----------------------------------------------------------------------
$(OUT)/obj/%.o: src/%.c Makefile
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

GUIDE := $(sort $(wildcard doc/guide/ar/*.txt) $(wildcard doc/guide/en/*.txt))
$(OUT)/guide-data.c: src/ui/guide-embed.sh $(GUIDE)
	@mkdir -p $(@D)
	sh src/ui/guide-embed.sh $(GUIDE) > $@

$(OUT)/obj/guide-data.o: $(OUT)/guide-data.c
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -c -o $@ $<

$(OUT)/libakhbar.a: $(CORE_OBJ)
	rm -f $@
	$(AR) qcs $@ $^

$(OUT)/libedges.a: $(EDGE_OBJ)
	rm -f $@
	$(AR) qcs $@ $^

# The reader links no libcurl and no libxml2, the fetcher no curses: a stray call
# across the split fails here.
$(OUT)/akhbar: $(OUT)/obj/akhbar.o $(OUT)/libedges.a $(OUT)/libakhbar.a
	$(CC) $(ALL_LDFLAGS) -o $@ $^ $(shell $(PKG) --libs $(PKGS_READ)) $(LDLIBS)

$(OUT)/akhbar-fetch: $(OUT)/obj/akhbar-fetch.o $(LATE_SQLITE) $(OUT)/libedges.a $(OUT)/libakhbar.a
	$(CC) $(ALL_LDFLAGS) -o $@ $^ $(shell $(PKG) --libs $(PKGS_FETCH)) $(LDLIBS)

$(OUT)/locale/%/LC_MESSAGES/akhbar.mo: po/%.po
	@mkdir -p $(@D)
	msgfmt --check-format -o $@ $<

# ---- tests ---------------------------------------------------------------------------
# Objects apart from the links, so that a compiler cache serves them.
TEST_CFLAGS = $(ALL_CFLAGS) -Itests
UNIT_OBJ   := $(UNIT_BIN:=.o)
EDGE_TOBJ  := $(EDGE_BIN:=.o)
SCREEN_OBJ := $(SCREEN_BIN:=.o)
OTHER_OBJ  := $(FUZZ_BIN:=.o) $(BENCH_BIN:=.o) $(TOOL_BIN:=.o) $(OUT)/tests/fuzz/replay.o \
	$(OUT)/tests/term/page.o
TEST_OBJ   := $(UNIT_OBJ) $(EDGE_TOBJ) $(SCREEN_OBJ) $(OTHER_OBJ)

# ICU, FriBidi and libvterm are for the tests alone: oracles, and a terminal in memory.
pc_test := cmocka vterm fribidi
pc_icu   = $(if $(filter icu-uc,$(icu_there)),icu-uc) $(if $(filter icu-i18n,$(icu_there)),icu-i18n)
icu_there = $(eval icu_there := $(shell for p in icu-uc icu-i18n; do $(PKG) --exists $$p && echo $$p; done))$(icu_there)
test_cflags = $(eval test_cflags := $(shell $(PKG) --cflags $(pc_test) $(pc_icu)))$(test_cflags)
unit_libs   = $(eval unit_libs := $(shell $(PKG) --libs cmocka fribidi $(pc_icu) $(PKGS_CORE)))$(unit_libs)
edge_libs   = $(eval edge_libs := $(shell $(PKG) --libs cmocka $(PKGS_EDGES)))$(edge_libs)
screen_libs = $(eval screen_libs := $(shell $(PKG) --libs cmocka vterm fribidi $(PKGS_READ)))$(screen_libs)

$(TEST_OBJ): $(OUT)/tests/%.o: tests/%.c Makefile
	@mkdir -p $(@D)
	$(CC) $(TEST_CFLAGS) $(test_cflags) -MMD -MP -c -o $@ $<

# The core's tests link without curses, curl and SQLite: a stray call fails here.
$(UNIT_BIN): %: %.o $(OUT)/libakhbar.a
	$(CC) $(ALL_LDFLAGS) -o $@ $(filter %.o %.a,$^) $(unit_libs)

$(EDGE_BIN): %: %.o $(OUT)/libedges.a $(OUT)/libakhbar.a
	$(CC) $(ALL_LDFLAGS) -o $@ $(filter %.o %.a,$^) $(edge_libs)

$(SCREEN_BIN): %: %.o $(OUT)/libedges.a $(OUT)/libakhbar.a
	$(CC) $(ALL_LDFLAGS) -o $@ $(filter %.o %.a,$^) $(screen_libs) -lutil

# Fuzz targets define LLVMFuzzerTestOneInput; without FUZZER=1 a plain main replays files.
FUZZ_MAIN = $(if $(FUZZER),,$(OUT)/tests/fuzz/replay.o)
$(FUZZ_BIN): %: %.o $(FUZZ_MAIN) $(OUT)/libedges.a $(OUT)/libakhbar.a
	$(CC) $(ALL_LDFLAGS) $(if $(FUZZER),-fsanitize=fuzzer) -o $@ $(filter %.o %.a,$^) $(edge_libs)

$(BENCH_BIN): %: %.o $(OUT)/libedges.a $(OUT)/libakhbar.a
	$(CC) $(ALL_LDFLAGS) -o $@ $(filter %.o %.a,$^) $(edge_libs)

$(TOOL_BIN): %: %.o $(OUT)/libakhbar.a
	$(CC) $(ALL_LDFLAGS) -o $@ $(filter %.o %.a,$^)

# A page to look at in real terminals.
$(OUT)/tests/term/page: %: %.o $(OUT)/libedges.a $(OUT)/libakhbar.a
	$(CC) $(ALL_LDFLAGS) -o $@ $(filter %.o %.a,$^) $(edge_libs)

test-programs: all $(UNIT_BIN) $(EDGE_BIN) $(SCREEN_BIN) $(FUZZ_BIN) $(TOOL_BIN)
.PHONY: test-programs

check: test-programs
	@OUT=$(OUT) sh tests/run.sh

test: ## install what is missing, build, run every test
	@sh .ci/packages build test
	@$(MAKE) --no-print-directory -s lint-arrows
	@$(MAKE) --no-print-directory check

run: ## install what is missing, build, open the reader (without a terminal: print headlines)
	@sh .ci/packages build
	@$(MAKE) --no-print-directory -s all
	@if [ -t 0 ] && [ -t 1 ]; then exec $(OUT)/akhbar $(ARGS); else exec $(OUT)/akhbar headlines; fi

deps: ; @sh .ci/packages build
deps-test: ; @sh .ci/packages build test

bench: all $(BENCH_BIN) ## print the figures (no verdict)
	@for b in $(BENCH_BIN); do echo "== $$(basename $$b)"; $$b || exit 1; done

fuzz: ## build libFuzzer targets with clang under build-fuzz
	$(MAKE) CC=clang O=build-fuzz FUZZER=1 SAN=address,undefined fuzz-programs
fuzz-programs: $(FUZZ_BIN)
.PHONY: fuzz-programs

golden-update: all $(OUT)/tests/screen/test_golden ## rewrite the golden files; read the diff
	@OUT=$(OUT) GOLDEN_UPDATE=1 sh tests/run.sh golden

# ---- install ------------------------------------------------------------------------
D = $(DESTDIR)$(PREFIX)
COMPLETIONS = $(D)/share/bash-completion/completions/akhbar \
	$(D)/share/zsh/site-functions/_akhbar $(D)/share/fish/vendor_completions.d/akhbar.fish
install: all ## honours DESTDIR and PREFIX
	install -d $(D)/bin $(D)/libexec/akhbar $(D)/share/akhbar/feeds $(D)/share/man/man1
	install -m 755 $(OUT)/akhbar $(D)/bin/akhbar
	install -m 755 $(OUT)/akhbar-fetch $(D)/libexec/akhbar/akhbar-fetch
	install -m 644 $(wildcard feeds/*) $(D)/share/akhbar/feeds/
	install -d $(D)/share/doc/akhbar
	install -m 644 config.example README.md LICENSE $(D)/share/doc/akhbar/
	install -m 644 doc/akhbar.1 $(D)/share/man/man1/akhbar.1
	install -d $(dir $(COMPLETIONS))
	install -m 644 doc/completions/akhbar.bash $(word 1,$(COMPLETIONS))
	install -m 644 doc/completions/_akhbar $(word 2,$(COMPLETIONS))
	install -m 644 doc/completions/akhbar.fish $(word 3,$(COMPLETIONS))
	@for m in $(PO:po/%.po=%); do \
		install -d $(D)/share/locale/$$m/LC_MESSAGES && \
		install -m 644 $(OUT)/locale/$$m/LC_MESSAGES/akhbar.mo $(D)/share/locale/$$m/LC_MESSAGES/; done

uninstall: ## takes away what install put there
	rm -f $(D)/bin/akhbar $(D)/share/man/man1/akhbar.1 $(COMPLETIONS)
	rm -rf $(D)/libexec/akhbar $(D)/share/akhbar $(D)/share/doc/akhbar
	rm -f $(PO:po/%.po=$(D)/share/locale/%/LC_MESSAGES/akhbar.mo)

check-install: all ## install to a scratch folder, uninstall, nothing may be left
	rm -rf $(OUT)/scratch
	$(MAKE) -s install DESTDIR=$(abspath $(OUT))/scratch
	$(MAKE) -s uninstall DESTDIR=$(abspath $(OUT))/scratch
	@left=$$(find $(OUT)/scratch ! -type d); [ -z "$$left" ] || { echo "left: $$left"; exit 1; }

# ---- order in the house -----------------------------------------------------------
lint: lint-arrows lint-size ## arrows between rooms, sizes, forbidden calls, clang-tidy
	@if command -v clang-tidy >/dev/null; then \
		clang-tidy --quiet $(CORE_SRC) $(EDGE_SRC) src/akhbar.c src/akhbar-fetch.c -- $(ALL_CFLAGS) 2>/dev/null; fi
	@if command -v mandoc >/dev/null && [ -f doc/akhbar.1 ]; then mandoc -T lint -W warning doc/akhbar.1; fi

.PHONY: lint-arrows lint-size
lint-arrows:
	@$(foreach r,$(CORE_ROOMS) $(EDGE_ROOMS),sh tests/lint-arrows.sh $(r) "$(MAY_$(r))" &&) true
	@! grep -nE '\b(system|popen|strcpy|strcat|sprintf|gets|strtok|strptime|wcwidth)\(' \
		$(CORE_SRC) $(EDGE_SRC) src/akhbar.c src/akhbar-fetch.c || { echo "forbidden call"; exit 1; }
lint-size:
	@sh tests/lint-size.sh $(CORE_SRC) $(EDGE_SRC) src/akhbar.c src/akhbar-fetch.c

format: ## clang-format everything
	clang-format -i $(CORE_SRC) $(EDGE_SRC) src/*.c include/akhbar/*.h $(wildcard src/*/*.h)

dist: ## a tarball of the committed tree
	git archive --prefix=akhbar-$(VERSION)/ -o akhbar-$(VERSION).tar.gz HEAD

clean: ## remove what was built
	rm -rf build build-san build-fuzz build-fuzz-san

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

-include $(CORE_OBJ:.o=.d) $(EDGE_OBJ:.o=.d) $(OUT)/obj/store/late/sqlite.d $(OUT)/obj/akhbar.d $(OUT)/obj/akhbar-fetch.d
-include $(TEST_OBJ:.o=.d)
