# the fetcher inflates gzip bodies itself (src/fetch/inflate.c)
PKGS_FETCH += zlib
PKGS_ALL += zlib
# tests/unit/test_hijri.c compares with ICU where its headers are found
UNIT_LIBS_test_hijri = $(shell $(PKG) --exists icu-i18n && $(PKG) --libs icu-i18n)
