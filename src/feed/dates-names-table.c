/* SPDX-License-Identifier: MIT
 *
 * Names in dates. Arabic ones stand in folded form: alef with hamza or madda as
 * bare alef, alef maksura as yeh, teh marbuta as heh, hamza on its own gone.
 */
#include "feed/dates.h"

const struct date_name date_months[] = {
	/* English; four-letter forms too */
	{"january", 1}, {"jan", 1}, {"february", 2}, {"feb", 2}, {"march", 3}, {"mar", 3},
	{"april", 4}, {"apr", 4}, {"may", 5}, {"june", 6}, {"jun", 6}, {"july", 7}, {"jul", 7},
	{"august", 8}, {"aug", 8}, {"september", 9}, {"sept", 9}, {"sep", 9}, {"october", 10},
	{"oct", 10}, {"november", 11}, {"nov", 11}, {"december", 12}, {"dec", 12},
	/* Egypt, Sudan, the Gulf */
	{"يناير", 1}, {"فبراير", 2}, {"مارس", 3}, {"ابريل", 4}, {"مايو", 5}, {"يونيو", 6},
	{"يونيه", 6}, {"يوليو", 7}, {"يوليه", 7}, {"اغسطس", 8}, {"سبتمبر", 9}, {"اكتوبر", 10},
	{"نوفمبر", 11}, {"نوڤمبر", 11}, {"ديسمبر", 12},
	/* the Levant and Iraq */
	{"كانون الثاني", 1}, {"كانون ثاني", 1}, {"شباط", 2}, {"اذار", 3}, {"نيسان", 4},
	{"ايار", 5}, {"مايس", 5}, {"حزيران", 6}, {"تموز", 7}, {"اب", 8}, {"ايلول", 9}, {"تشرين الاول", 10},
	{"تشرين اول", 10}, {"تشرين الثاني", 11}, {"تشرين ثاني", 11}, {"كانون الاول", 12},
	{"كانون اول", 12},
	/* Algeria, Tunisia, Morocco, Mauritania, Libya's older forms */
	{"جانفي", 1}, {"فيفري", 2}, {"افريل", 4}, {"ماي", 5}, {"جوان", 6}, {"جويليه", 7},
	{"جوليه", 7}, {"اوت", 8}, {"غشت", 8}, {"شتنبر", 9}, {"نونبر", 11}, {"دجنبر", 12},
	{"يوليوز", 7}, {"سبتمر", 9}, {"شتمبر", 9}, {"دسمبر", 12}, {"دجمبر", 12}, {"ينار", 1}, {"فبرير", 2},
	{"شهر يناير", 1},
	/* Persian names of the same calendar */
	{"ژانویه", 1}, {"ژانويه", 1}, {"فوریه", 2}, {"فوريه", 2}, {"آوریل", 4}, {"اوریل", 4},
	{"اوريل", 4}, {"مه", 5}, {"ژوئن", 6}, {"ژوین", 6}, {"ژوئیه", 7}, {"اوت", 8}, {"سپتامبر", 9},
	{"اکتبر", 10}, {"نوامبر", 11}, {"دسامبر", 12},
	/* French, of bilingual sites of the Maghreb */
	{"janvier", 1}, {"janv", 1}, {"février", 2}, {"fevrier", 2}, {"févr", 2}, {"fevr", 2},
	{"mars", 3}, {"avril", 4}, {"avr", 4}, {"mai", 5}, {"juin", 6}, {"juillet", 7}, {"juil", 7},
	{"août", 8}, {"aout", 8}, {"septembre", 9}, {"octobre", 10}, {"novembre", 11},
	{"décembre", 12}, {"decembre", 12}, {"déc", 12},
	/* Hungarian and Greek, of old blog hosts */
	{"január", 1}, {"februári", 2}, {"február", 2}, {"március", 3}, {"április", 4},
	{"máujus", 5}, {"május", 5}, {"máj", 5}, {"június", 6}, {"július", 7}, {"augusztus", 8},
	{"szeptember", 9}, {"október", 10}, {"október", 10},
	{"Ιαν", 1}, {"Φεβ", 2}, {"Μάώ", 3}, {"Μαώ", 3}, {"Μαρ", 3}, {"Μάρ", 3}, {"Απρ", 4},
	{"Μάι", 5}, {"Μαϊ", 5}, {"Μάϊ", 5}, {"Μαι", 5}, {"Ιούν", 6}, {"Ιον", 6}, {"Ιουν", 6}, {"Ιούλ", 7},
	{"Ιολ", 7}, {"Ιουλ", 7}, {"Αύγ", 8}, {"Αυγ", 8}, {"Σεπ", 9}, {"Οκτ", 10}, {"Νοέ", 11},
	{"Νοε", 11}, {"Δεκ", 12},
	/* Urdu */
	{"جنوري", 1}, {"فروري", 2}, {"مارچ", 3}, {"اپريل", 4}, {"ميي", 5}, {"جون", 6},
	{"جولايي", 7}, {"اگست", 8}, {"ستمبر", 9}, {"اكتوبر", 10}, {"نومبر", 11}, {"دسمبر", 12},
	/* Turkish, Kurdish sites' second language; Indonesian, Malay */
	{"ocak", 1}, {"şubat", 2}, {"subat", 2}, {"mart", 3}, {"nisan", 4}, {"mayıs", 5}, {"mayis", 5},
	{"haziran", 6}, {"temmuz", 7}, {"ağustos", 8}, {"agustos", 8}, {"eylül", 9}, {"eylul", 9},
	{"ekim", 10}, {"kasım", 11}, {"kasim", 11}, {"aralık", 12}, {"aralik", 12},
	{"januari", 1}, {"februari", 2}, {"maret", 3}, {"mei", 5}, {"juni", 6}, {"juli", 7},
	{"oktober", 10}, {"desember", 12}, {"mac", 3}, {"julai", 7}, {"ogos", 8}, {"disember", 12},
	/* German, Dutch */
	{"januar", 1}, {"jänner", 1}, {"februar", 2}, {"märz", 3}, {"maerz", 3}, {"mär", 3}, {"mrz", 3},
	{"maart", 3}, {"mrt", 3}, {"augustus", 8}, {"okt", 10}, {"dezember", 12}, {"dez", 12},
	/* Spanish, Portuguese, Italian */
	{"enero", 1}, {"ene", 1}, {"febrero", 2}, {"marzo", 3}, {"abril", 4}, {"abr", 4}, {"mayo", 5},
	{"junio", 6}, {"julio", 7}, {"agosto", 8}, {"ago", 8}, {"septiembre", 9}, {"setiembre", 9},
	{"octubre", 10}, {"noviembre", 11}, {"diciembre", 12}, {"dic", 12},
	{"janeiro", 1}, {"fevereiro", 2}, {"fev", 2}, {"março", 3}, {"marco", 3}, {"maio", 5},
	{"junho", 6}, {"julho", 7}, {"setembro", 9}, {"outubro", 10}, {"novembro", 11}, {"dezembro", 12},
	{"gennaio", 1}, {"gen", 1}, {"febbraio", 2}, {"aprile", 4}, {"maggio", 5}, {"mag", 5},
	{"giugno", 6}, {"giu", 6}, {"luglio", 7}, {"lug", 7}, {"settembre", 9}, {"set", 9},
	{"ottobre", 10}, {"ott", 10}, {"dicembre", 12},
	/* Russian */
	{"января", 1}, {"янв", 1}, {"февраля", 2}, {"фев", 2}, {"марта", 3}, {"апреля", 4}, {"апр", 4},
	{"мая", 5}, {"май", 5}, {"июня", 6}, {"июн", 6}, {"июля", 7}, {"июл", 7}, {"августа", 8},
	{"авг", 8}, {"сентября", 9}, {"сен", 9}, {"октября", 10}, {"окт", 10}, {"ноября", 11},
	{"ноя", 11}, {"декабря", 12}, {"дек", 12},
	{NULL, 0},
};

const struct date_name date_hijri_months[] = {
	{"محرم", 1}, {"المحرم", 1}, {"صفر", 2}, {"ربيع الاول", 3}, {"ربيع اول", 3},
	{"ربيع الاخر", 4}, {"ربيع الثاني", 4}, {"ربيع ثاني", 4}, {"ربيع اخر", 4},
	{"جمادي الاولي", 5}, {"جمادي الاول", 5}, {"جمادي اولي", 5}, {"جمادي الاخره", 6},
	{"جمادي الاخري", 6}, {"جمادي الثانيه", 6}, {"جمادي الثاني", 6}, {"جمادي اخره", 6},
	{"رجب", 7}, {"شعبان", 8}, {"رمضان", 9}, {"شوال", 10}, {"ذو القعده", 11},
	{"ذي القعده", 11}, {"ذوالقعده", 11}, {"ذيالقعده", 11}, {"ذو الحجه", 12},
	{"ذي الحجه", 12}, {"ذوالحجه", 12}, {"ذيالحجه", 12},
	{NULL, 0},
};

/* Iran, then Afghanistan. */
const struct date_name date_solar_months[] = {
	{"فروردین", 1}, {"اردیبهشت", 2}, {"خرداد", 3}, {"تیر", 4}, {"مرداد", 5}, {"امرداد", 5},
	{"شهریور", 6}, {"مهر", 7}, {"آبان", 8}, {"آذر", 9}, {"دی", 10}, {"بهمن", 11}, {"اسفند", 12},
	{"حمل", 1}, {"ثور", 2}, {"جوزا", 3}, {"سرطان", 4}, {"اسد", 5}, {"سنبله", 6}, {"میزان", 7},
	{"عقرب", 8}, {"قوس", 9}, {"جدی", 10}, {"دلو", 11}, {"حوت", 12},
	{NULL, 0},
};

/* RFC 822 5.1 and what else is sent: minutes east. */
const struct date_name date_zones[] = {
	{"z", 0}, {"ut", 0}, {"utc", 0}, {"gmt", 0}, {"wet", 0}, {"west", 60}, {"bst", 60},
	{"ist", 330}, {"cet", 60}, {"met", 60}, {"mez", 60}, {"cest", 120}, {"mest", 120},
	{"mesz", 120}, {"eet", 120}, {"eest", 180}, {"msk", 180}, {"msd", 240}, {"trt", 180},
	{"ast", 180}, {"gst", 240}, {"pkt", 300}, {"jst", 540}, {"kst", 540}, {"hkt", 480},
	{"sgt", 480}, {"aest", 600}, {"aedt", 660}, {"nzst", 720}, {"nzdt", 780},
	{"est", -300}, {"et", -300}, {"edt", -240}, {"cst", -360}, {"ct", -360}, {"cdt", -300},
	{"at", -240}, {"mst", -420}, {"mt", -420}, {"mdt", -360}, {"pst", -480}, {"pt", -480}, {"pdt", -420},
	{"adt", -180}, {"akst", -540}, {"akdt", -480}, {"hst", -600},
	/* by the name of a place, where no summer time is kept */
	{"مكة المكرمة", 180}, {"مكة", 180}, {"السعودية", 180}, {"الرياض", 180}, {"بغداد", 180},
	{"الكويت", 180}, {"الدوحة", 180}, {"الإمارات", 240}, {"أبوظبي", 240}, {"دبي", 240}, {"مسقط", 240},
	{NULL, 0},
};

/* IANA names, and the names Arabic texts call the places by: standard time, and whose
 * rule for summer time. */
const struct date_place date_places[] = {
	{"america/new_york", -300, SUMMER_US}, {"america/toronto", -300, SUMMER_US},
	{"america/detroit", -300, SUMMER_US}, {"america/chicago", -360, SUMMER_US},
	{"america/denver", -420, SUMMER_US}, {"america/phoenix", -420, SUMMER_NONE},
	{"america/los_angeles", -480, SUMMER_US}, {"america/anchorage", -540, SUMMER_US},
	{"america/halifax", -240, SUMMER_US}, {"america/sao_paulo", -180, SUMMER_NONE},
	{"america/bogota", -300, SUMMER_NONE}, {"america/lima", -300, SUMMER_NONE},
	{"america/argentina/buenos_aires", -180, SUMMER_NONE}, {"us/eastern", -300, SUMMER_US},
	{"us/central", -360, SUMMER_US}, {"us/mountain", -420, SUMMER_US},
	{"us/pacific", -480, SUMMER_US}, {"pacific/honolulu", -600, SUMMER_NONE},
	{"europe/london", 0, SUMMER_EU}, {"europe/dublin", 0, SUMMER_EU},
	{"europe/lisbon", 0, SUMMER_EU}, {"europe/paris", 60, SUMMER_EU},
	{"europe/berlin", 60, SUMMER_EU}, {"europe/brussels", 60, SUMMER_EU},
	{"europe/madrid", 60, SUMMER_EU}, {"europe/rome", 60, SUMMER_EU},
	{"europe/amsterdam", 60, SUMMER_EU}, {"europe/vienna", 60, SUMMER_EU},
	{"europe/zurich", 60, SUMMER_EU}, {"europe/stockholm", 60, SUMMER_EU},
	{"europe/oslo", 60, SUMMER_EU}, {"europe/copenhagen", 60, SUMMER_EU},
	{"europe/prague", 60, SUMMER_EU}, {"europe/budapest", 60, SUMMER_EU},
	{"europe/warsaw", 60, SUMMER_EU}, {"europe/athens", 120, SUMMER_EU},
	{"europe/helsinki", 120, SUMMER_EU}, {"europe/kiev", 120, SUMMER_EU},
	{"europe/kyiv", 120, SUMMER_EU}, {"europe/bucharest", 120, SUMMER_EU},
	{"europe/sofia", 120, SUMMER_EU}, {"europe/istanbul", 180, SUMMER_NONE},
	{"europe/moscow", 180, SUMMER_NONE}, {"africa/algiers", 60, SUMMER_NONE},
	{"africa/casablanca", 60, SUMMER_NONE}, {"africa/tunis", 60, SUMMER_NONE},
	{"africa/cairo", 120, SUMMER_EGYPT}, {"القاهرة", 120, SUMMER_EGYPT}, {"مصر", 120, SUMMER_EGYPT},
	{"asia/beirut", 120, SUMMER_LEBANON}, {"بيروت", 120, SUMMER_LEBANON},
	{"لبنان", 120, SUMMER_LEBANON}, {"asia/amman", 180, SUMMER_NONE},
	{"asia/damascus", 180, SUMMER_NONE}, {"دمشق", 180, SUMMER_NONE}, {"الأردن", 180, SUMMER_NONE},
	{"تونس", 60, SUMMER_NONE}, {"الجزائر", 60, SUMMER_NONE}, {"المغرب", 60, SUMMER_NONE},
	{"الرباط", 60, SUMMER_NONE}, {"طرابلس", 120, SUMMER_NONE}, {"الخرطوم", 120, SUMMER_NONE},
	{"صنعاء", 180, SUMMER_NONE}, {"إسطنبول", 180, SUMMER_NONE}, {"لندن", 0, SUMMER_EU},
	{"باريس", 60, SUMMER_EU}, {"africa/djibouti", 180, SUMMER_NONE},
	{"africa/mogadishu", 180, SUMMER_NONE}, {"africa/el_aaiun", 60, SUMMER_NONE},
	{"africa/tripoli", 120, SUMMER_NONE}, {"africa/khartoum", 120, SUMMER_NONE},
	{"africa/johannesburg", 120, SUMMER_NONE}, {"africa/nairobi", 180, SUMMER_NONE},
	{"africa/lagos", 60, SUMMER_NONE}, {"africa/nouakchott", 0, SUMMER_NONE},
	{"asia/riyadh", 180, SUMMER_NONE}, {"asia/kuwait", 180, SUMMER_NONE},
	{"asia/qatar", 180, SUMMER_NONE}, {"asia/bahrain", 180, SUMMER_NONE},
	{"asia/aden", 180, SUMMER_NONE}, {"asia/baghdad", 180, SUMMER_NONE},
	{"asia/dubai", 240, SUMMER_NONE}, {"asia/muscat", 240, SUMMER_NONE},
	{"asia/karachi", 300, SUMMER_NONE}, {"asia/kolkata", 330, SUMMER_NONE},
	{"asia/calcutta", 330, SUMMER_NONE}, {"asia/tehran", 210, SUMMER_NONE},
	{"asia/kabul", 270, SUMMER_NONE}, {"asia/dhaka", 360, SUMMER_NONE},
	{"asia/jakarta", 420, SUMMER_NONE}, {"asia/bangkok", 420, SUMMER_NONE},
	{"asia/shanghai", 480, SUMMER_NONE}, {"asia/singapore", 480, SUMMER_NONE},
	{"asia/hong_kong", 480, SUMMER_NONE}, {"asia/taipei", 480, SUMMER_NONE},
	{"asia/tokyo", 540, SUMMER_NONE}, {"asia/seoul", 540, SUMMER_NONE},
	{"australia/brisbane", 600, SUMMER_NONE}, {"australia/perth", 480, SUMMER_NONE},
	{"etc/utc", 0, SUMMER_NONE}, {"etc/gmt", 0, SUMMER_NONE},
	{NULL, 0, SUMMER_NONE},
};
