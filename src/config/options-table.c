/* SPDX-License-Identifier: MIT */
#include "config/options-table.h"

#include <assert.h>

#include "akhbar/limits.h"
#include "sys/lang.h"

#define BOOLEAN(id, name, fallback, sentence) \
	[id] = {name, OPTION_BOOL, fallback, 0, 1, NULL, sentence}
#define NUMBER(id, name, fallback, min, max, sentence) \
	[id] = {name, OPTION_INT, fallback, min, max, NULL, sentence}
#define STRING(id, name, sentence) [id] = {name, OPTION_STRING, "", 0, 0, NULL, sentence}
#define CHOICE(id, name, fallback, choices, sentence) \
	[id] = {name, OPTION_CHOICE, fallback, 0, 0, choices, sentence}

const struct option_info option_table[OPTION_COUNT] = {
	CHOICE(OPT_LANG, "lang", "auto", "auto|ar|en",
	       N_("Language of the program's own words; auto goes by LC_ALL, LC_MESSAGES and LANG, "
		  "and is Arabic when they say nothing.")),
	CHOICE(OPT_BIDI, "bidi", "auto", "auto|visual|logical|words",
	       N_("Who puts Arabic into the order it is read in: visual means akhbar does, logical "
		  "leaves it to the terminal (and to screen readers), words is for terminals that turn "
		  "single words round; auto finds out.")),
	CHOICE(OPT_NUMERALS, "numerals", "as-written", "as-written|western|arabic|persian",
	       N_("Digits inside articles and titles: as their author wrote them, or all 123, ١٢٣ or "
		  "۱۲۳.")),
	CHOICE(OPT_UI_NUMERALS, "ui-numerals", "auto", "auto|arabic|western",
	       N_("Digits in the program's own words (counts, times, dates); auto goes by the language "
		  "and the names of the months.")),
	CHOICE(OPT_TASHKEEL, "tashkeel", "auto", "auto|keep|strip",
	       N_("Vowel marks on letters; auto leaves them out where the terminal would misplace "
		  "them.")),
	CHOICE(OPT_ISOLATE, "isolate", "auto", "auto|none|lrm",
	       N_("An invisible mark in every cell that keeps VTE terminals inside tmux or screen from "
		  "reordering once more; auto knows when it is needed.")),
	CHOICE(OPT_JUSTIFY, "justify", "none", "none|kashida|spaces",
	       N_("How lines of an article are brought to equal length: not at all, by stretching "
		  "letters, or by wider spaces.")),
	CHOICE(OPT_MONTHS, "months", "auto", "auto|gulf|levant|maghreb|algeria|morocco",
	       N_("Names of the months: gulf (يناير، يوليو), levant (كانون الثاني، تموز), maghreb or "
		  "algeria (جانفي، جويلية), morocco (يناير، يوليوز); auto goes by the country in "
		  "LC_ALL, LC_TIME or LANG.")),
	CHOICE(OPT_THEME, "theme", "auto", "auto|dark|light|contrast|paper|mono",
	       N_("Colours: dark and light keep the terminal's ground, contrast is white and yellow on "
		  "black, paper is ink on a warm page, mono has no colours; auto asks the terminal "
		  "whether it is dark or light, and NO_COLOR means mono.")),
	CHOICE(OPT_START, "start", "auto", "auto|headlines|sections",
	       N_("The first screen; auto shows sections beside the headlines where there is room, and "
		  "all headlines on a narrow screen.")),
	STRING(OPT_BROWSER, "browser",
	       N_("Command that opens links; %u stands for the link, which otherwise comes last. Empty: "
		  "$BROWSER, then xdg-open.")),
	NUMBER(OPT_ARTICLE_WIDTH, "article-width", "72", 40, 120,
	       N_("Columns of an article's text at most.")),
	NUMBER(OPT_REFRESH_INTERVAL, "refresh-interval", "30", 0, 10080,
	       N_("Minutes between two refreshes while the program is open; 0 refreshes only on "
		  "request.")),
	BOOLEAN(OPT_REFRESH_ON_START, "refresh-on-start", "yes",
		N_("Whether what is stale is refreshed when the program opens.")),
	NUMBER(OPT_FETCH_TIMEOUT, "fetch-timeout", "30", 1, 600,
	       N_("Seconds one fetch may take in all; the limits for connecting and for slow answers go "
		  "with it.")),
	NUMBER(OPT_PARALLEL, "parallel", "200", 1, LIMIT_TRANSFERS, N_("Fetches at the same time.")),
	NUMBER(OPT_PARALLEL_HOST, "parallel-host", "2", 1, 16,
	       N_("Fetches at the same time from one host.")),
	NUMBER(OPT_MAX_BODY_MB, "max-body", "16", 1, 64,
	       N_("Megabytes that a feed or page may have at most, unpacked.")),
	STRING(OPT_USER_AGENT, "user-agent",
	       N_("Name given to web sites. Empty: akhbar with its version.")),
	STRING(OPT_PROXY, "proxy",
	       N_("Proxy for everything fetched, such as http://host:3128 or socks5h://host:1080. Empty: "
		  "http_proxy, https_proxy and no_proxy of the environment.")),
	BOOLEAN(OPT_ALLOW_FILE_FEEDS, "allow-file-feeds", "no",
		N_("Whether the feeds file may name files of this computer (file://).")),
	CHOICE(OPT_FULL_TEXT, "full-text", "ask", "ask|short|always|never",
	       N_("When the whole article is fetched from its page: ask means when v is pressed, short "
		  "also when one is opened of which the feed sends a few lines only, always even when it "
		  "sends more, never not ahead either.")),
	NUMBER(OPT_FETCH_AHEAD, "fetch-ahead", "0", 0, 500,
	       N_("Whole articles fetched after each refresh for reading without a network, at most: the "
		  "newest unread ones of which the feed sends a few lines; 0 fetches none.")),
	NUMBER(OPT_KEEP_DAYS, "keep-days", "0", 0, 36500,
	       N_("Days that articles are kept, counted from their date; older ones are forgotten. 0 "
		  "keeps them for ever. A line of the feeds file may say otherwise for its feed: "
		  "ADDRESS < keep-days 30; keep-count 500.")),
	NUMBER(OPT_KEEP_COUNT, "keep-count", "0", 0, 1000000,
	       N_("The newest articles of a feed that are kept; what is beyond is forgotten. 0 keeps "
		  "all.")),
	BOOLEAN(OPT_KEEP_UNREAD, "keep-unread", "yes",
		N_("Whether unread articles are kept all the same.")),
	BOOLEAN(OPT_KEEP_STARRED, "keep-starred", "yes",
		N_("Whether starred articles are kept all the same.")),
	BOOLEAN(OPT_EDITED_UNREAD, "edited-unread", "no",
		N_("Whether an article that was read becomes unread when its publisher edits it.")),
	BOOLEAN(OPT_MOUSE, "mouse", "yes",
		N_("Whether clicks and the wheel are for akhbar; with Shift held they still are the "
		   "terminal's.")),
	CHOICE(OPT_HEADLINES, "headlines", "auto", "auto|compact|two-line",
	       N_("Headlines on one line, or on two with source and time on the second; auto takes two "
		  "where the screen is narrow.")),
	CHOICE(OPT_GROUP, "group", "day", "day|source|none",
	       N_("What parts the headlines: days, sources, or nothing.")),
	BOOLEAN(OPT_ARTICLE_BESIDE, "article-beside", "no",
		N_("Whether the article stands beside the headlines on screens of 150 columns and "
		   "more.")),
	CHOICE(OPT_CURSOR, "cursor", "row", "row|marker",
	       N_("How the chosen line is shown: the whole row in another colour, or a mark at its "
		  "start, which sends less over a slow line.")),
	CHOICE(OPT_CALENDAR, "calendar", "both", "both|gregorian|hijri",
	       N_("Dates above the screen and in articles: Gregorian and Hijri (Umm al-Qura), or one "
		  "of them.")),
	BOOLEAN(OPT_SCREEN_READER, "screen-reader", "no",
		N_("For screen readers: text in the order it is read, marks as words, no lines and "
		   "bars, the cursor on the chosen row.")),
	BOOLEAN(OPT_TITLE, "title", "yes",
		N_("Whether the window's title tells the number of unread articles; it is put back at "
		   "the end.")),
	CHOICE(OPT_NOTIFY, "notify", "none", "none|bell|message|command",
	       N_("What tells of new articles after a refresh: nothing, the bell, a message of the "
		  "terminal (OSC 9) with their number, or notify-command.")),
	STRING(OPT_NOTIFY_COMMAND, "notify-command",
	       N_("Program to run for new articles, without a shell; %n stands for their number and %m "
		  "for a sentence that tells it.")),
	CHOICE(OPT_KEYBOARD, "keyboard", "auto", "auto|arabic|arabic-azerty|arabic-mac|persian|persian-windows|hebrew",
	       N_("The keyboard whose letters are known by their place when it does not type Latin "
		  "ones; auto finds out by what is typed, but takes the Latin side for QWERTY: on a "
		  "French keyboard with Arabic say arabic-azerty.")),
	CHOICE(OPT_CONFIRM_LINKS, "confirm-links", "differing", "differing|always|never",
	       N_("Whether opening a link is asked about first: when its text names another host than "
		  "it leads to, always, or never.")),
	CHOICE(OPT_LINK_DIGITS, "link-digits", "enter", "enter|direct",
	       N_("A link's number in an article: followed by Enter, or opening the link as soon as no "
		  "longer number is possible (numbers then repeat no key there).")),
	CHOICE(OPT_CLIPBOARD, "clipboard", "auto", "auto|terminal|program|none",
	       N_("What copies: the terminal (OSC 52, over ssh too), a program (wl-copy, xclip, xsel or "
		  "pbcopy), or nothing; auto takes the program where there is a desktop.")),
	STRING(OPT_CLIPBOARD_COMMAND, "clipboard-command",
	       N_("Program that takes what is copied on its standard input, without a shell. Empty: one "
		  "of those named above.")),
	STRING(OPT_SAVE_FOLDER, "save-folder",
	       N_("Folder for saved articles; ~/ stands for the home folder. Empty: the home folder.")),
	CHOICE(OPT_SAVE_AS, "save-as", "markdown", "text|markdown|html",
	       N_("How articles are saved, unless the name given ends in .txt, .md or .html.")),
	STRING(OPT_SEND_COMMAND, "send-command",
	       N_("Your command for the key B, without a shell: %u stands for the link, %t for the "
		  "title, and the article's text is its standard input.")),
};

static_assert(sizeof(option_table) / sizeof(option_table[0]) == OPTION_COUNT, "a row an option");
