/* SPDX-License-Identifier: MIT */
/* What pages say that refuse, written as words_folded leaves it; the first that is found says
 * why, so what is sure stands before what other walls say as well. */
#include "html/phrases.h"

#define ROBOT REFUSAL_ROBOT
#define BLOCKED REFUSAL_BLOCKED
#define PAYWALL REFUSAL_PAYWALL
#define LOGIN REFUSAL_LOGIN
#define CONSENT REFUSAL_CONSENT
#define SCRIPT REFUSAL_SCRIPT

const struct wall walls[] = {
	/* checks for machines */
	{"just a moment", ROBOT, false}, {"checking your browser", ROBOT, true},
	{"checking if the site connection is secure", ROBOT, true},
	{"verify you are human", ROBOT, true},
	{"verifying you are human", ROBOT, true},
	{"verify that you are not a robot", ROBOT, true},
	{"are you a robot", ROBOT, false}, {"you are not a robot", ROBOT, false},
	{"i m not a robot", ROBOT, false}, {"unusual traffic", ROBOT, false},
	{"automated access", ROBOT, false}, {"automated queries", ROBOT, false},
	{"complete the security check", ROBOT, true}, {"captcha", ROBOT, false},
	{"ddos protection by", ROBOT, false},
	{"enable javascript and cookies to continue", ROBOT, true},
	{"pardon our interruption", ROBOT, true},
	{"press hold to confirm you are", ROBOT, true}, {"لست روبوت", ROBOT, false},
	{"انك لست برنامج روبوت", ROBOT, false}, {"تحقق من انك انسان", ROBOT, false},
	{"التحقق من انك انسان", ROBOT, false}, {"ربات نيستم", ROBOT, false},
	{"من ربات نيستم", ROBOT, false},
	/* refusals */
	{"access denied", BLOCKED, false}, {"403 forbidden", BLOCKED, false},
	{"you don t have permission to access", BLOCKED, true},
	{"you do not have permission to access", BLOCKED, true},
	{"you have been blocked", BLOCKED, true}, {"request blocked", BLOCKED, false},
	{"request could not be satisfied", BLOCKED, true},
	{"error 403", BLOCKED, false}, {"attention required", BLOCKED, false},
	{"access to this page has been denied", BLOCKED, true},
	{"not available in your country", BLOCKED, false},
	{"not available in your region", BLOCKED, false},
	{"unavailable for legal reasons", BLOCKED, true},
	{"451 unavailable", BLOCKED, true},
	{"not available to users in your", BLOCKED, false},
	{"unavailable in most european countries", BLOCKED, true},
	{"unavailable due to legal reasons", BLOCKED, true},
	{"تم رفض الوصول", BLOCKED, false}, {"الوصول مرفوض", BLOCKED, false},
	{"غير مصرح لك", BLOCKED, false}, {"ليس لديك صلاحيه", BLOCKED, false},
	{"لا تملك صلاحيه", BLOCKED, false}, {"تم حظرك", BLOCKED, false},
	{"غير متاح في بلدك", BLOCKED, false}, {"غير متوفر في منطقتك", BLOCKED, false},
	{"دسترسي شما محدود", BLOCKED, false}, {"دسترسي غيرمجاز", BLOCKED, false},
	/* for subscribers */
	{"subscribe to read", PAYWALL, false},
	{"subscribe to continue", PAYWALL, false},
	{"subscribe to keep reading", PAYWALL, false},
	{"subscribers only", PAYWALL, false}, {"for subscribers only", PAYWALL, false},
	{"this content is for subscribers", PAYWALL, false},
	{"this article is for subscribers", PAYWALL, false},
	{"already a subscriber", PAYWALL, false},
	{"exclusive to subscribers", PAYWALL, false},
	{"to continue reading", PAYWALL, false},
	{"start your free trial", PAYWALL, false},
	{"you have reached your limit", PAYWALL, false},
	{"reached your article limit", PAYWALL, true},
	{"unlock this article", PAYWALL, true}, {"اشترك لقراءه", PAYWALL, false},
	{"اشترك لمتابعه القراءه", PAYWALL, false}, {"اشترك لتقرا", PAYWALL, false},
	{"اشترك الان لقراءه", PAYWALL, false}, {"للمشتركين فقط", PAYWALL, false},
	{"حصريا للمشتركين", PAYWALL, false}, {"محتوي للمشتركين", PAYWALL, false},
	{"خاص بالمشتركين", PAYWALL, false}, {"لقراءه المقال كاملا", PAYWALL, false},
	{"لقراءه المزيد اشترك", PAYWALL, false}, {"مخصوص مشتركان", PAYWALL, false},
	{"ويژه مشتركين", PAYWALL, false},
	/* for those who are known */
	{"log in to read", LOGIN, false}, {"sign in to read", LOGIN, false},
	{"log in to continue", LOGIN, false}, {"sign in to continue", LOGIN, false},
	{"please log in to", LOGIN, false}, {"please sign in to", LOGIN, false},
	{"you must be logged in", LOGIN, false}, {"you need to log in", LOGIN, false},
	{"forgot your password", LOGIN, false}, {"forgot password", LOGIN, false},
	{"سجل الدخول لقراءه", LOGIN, false}, {"سجل الدخول للمتابعه", LOGIN, false},
	{"يجب تسجيل الدخول", LOGIN, false}, {"الرجاء تسجيل الدخول", LOGIN, false},
	{"يرجي تسجيل الدخول", LOGIN, false}, {"قم بتسجيل الدخول", LOGIN, false},
	{"نسيت كلمه المرور", LOGIN, false}, {"هل نسيت كلمه السر", LOGIN, false},
	{"وارد حساب كاربري", LOGIN, false}, {"رمز عبور را فراموش", LOGIN, false},
	/* programs */
	{"enable javascript", SCRIPT, false},
	{"javascript is disabled", SCRIPT, false},
	{"javascript is not enabled", SCRIPT, false},
	{"javascript is required", SCRIPT, false},
	{"need to enable javascript", SCRIPT, false},
	{"javascript to run this app", SCRIPT, true},
	{"requires javascript", SCRIPT, false}, {"turn on javascript", SCRIPT, false},
	{"turn javascript on", SCRIPT, false}, {"activate javascript", SCRIPT, false},
	{"تفعيل جافا سكريبت", SCRIPT, false}, {"تمكين جافا سكريبت", SCRIPT, false},
	{"تفعيل الجافا سكريبت", SCRIPT, false}, {"تفعيل جافاسكريبت", SCRIPT, false},
	{"تفعيل javascript", SCRIPT, false}, {"تمكين javascript", SCRIPT, false},
	{"جاوا اسكريپت", SCRIPT, false}, {"جاوااسكريپت", SCRIPT, false},
	/* consent */
	{"ملفات تعريف الارتباط", CONSENT, true}, {"ملفات الارتباط", CONSENT, true},
	{"سنفترض انك موافق", CONSENT, true}, {"we use cookies", CONSENT, true},
	{"uses cookies", CONSENT, true}, {"use of cookies", CONSENT, true},
	{"accept all cookies", CONSENT, true}, {"accept cookies", CONSENT, true},
	{"before you continue to", CONSENT, true},
	{"manage your privacy", CONSENT, true},
	{"we value your privacy", CONSENT, true},
	{"we care about your privacy", CONSENT, true},
	{"our partners store", CONSENT, true}, {"consent to the use", CONSENT, false},
	{"استفاده از كوكي", CONSENT, true}, {"עוגיות", CONSENT, false},
};

const size_t walls_n = ARRAY_LEN(walls);
