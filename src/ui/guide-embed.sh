#!/bin/sh
# SPDX-License-Identifier: MIT
# guide-embed.sh FILE...: the guide's texts as C, so that the reader carries them.
echo '/* made by src/ui/guide-embed.sh */'
echo '#include "ui/guide.h"'
n=0
for f in "$@"; do
	echo "static const unsigned char text_$n[] = {"
	od -An -v -tu1 "$f" | sed 's/  */,/g; s/^,//; s/$/,/'
	echo '};'
	n=$((n + 1))
done
echo 'const struct guide_file guide_files[] = {'
n=0
for f in "$@"; do
	lang=$(basename "$(dirname "$f")")
	echo "	{\"$lang\", text_$n, sizeof(text_$n)},"
	n=$((n + 1))
done
echo '	{0, 0, 0}'
echo '};'
