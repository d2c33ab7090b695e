# the fetcher inflates gzip bodies itself (src/fetch/inflate.c)
PKGS_FETCH += zlib
PKGS_ALL += zlib
