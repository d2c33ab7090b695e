# the fetcher inflates gzip bodies itself (src/fetch/inflate.c)
PKGS_FETCH += zlib
PKGS_ALL += zlib
# tests/unit/test_hijri.c compares with ICU where its headers are found
UNIT_LIBS_test_hijri = $(shell $(PKG) --exists icu-i18n && $(PKG) --libs icu-i18n)

# tests of text/ ask ICU and the other bidi library where they are found (tests/oracle)
UNIT_LIBS_test_bidi = $(shell $(PKG) --exists icu-uc && $(PKG) --libs icu-uc)
UNIT_LIBS_test_shape = $(shell $(PKG) --exists icu-uc && $(PKG) --libs icu-uc) $(shell $(PKG) --cflags --libs fribidi)

# A page to look at in real terminals.
$(OUT)/tests/term/page: tests/term/page.c $(OUT)/libedges.a $(OUT)/libakhbar.a
	@mkdir -p $(@D)
	$(CC) $(TEST_CFLAGS) $(ALL_LDFLAGS) -o $@ $< $(OUT)/libedges.a $(OUT)/libakhbar.a \
		$(shell $(PKG) --libs $(PKGS_READ))
