//! What the youth's page says. No word that tells what this is, or from whom (`DOMAIN.md`, Messages to the youth).

use super::tongue::{Said, said};

/// Stands for the coach where nobody's name is known.
pub(super) const SOMEONE: Said = said("Din kontakt", "Your contact", "الشخص المسؤول");
pub(super) const WITH: Said = said("med {coach}", "with {coach}", "مع {coach}");

pub(super) const COMING: Said = said("Jag kommer", "I’ll be there", "سآتي");
pub(super) const NOT_COMING: Said = said("Det går inte", "I can’t make it", "لا أستطيع");
pub(super) const CALL_ME: Said = said("Ring mig", "Call me", "اتصل بي");
pub(super) const COMING_DOES: Said = said("{coach} får veta det", "{coach} will know", "سيعرف {coach} ذلك");
pub(super) const NOT_COMING_DOES: Said =
    said("{coach} hör av sig om en ny tid", "{coach} will suggest a new time", "سيقترح {coach} موعدًا جديدًا");
pub(super) const CALL_ME_DOES: Said = said("{coach} ringer upp dig", "{coach} will ring you", "سيتصل بك {coach}");

pub(super) const COMING_DONE: Said = said(
    "Vad bra! {coach} vet nu att du kommer. Ändrar det sig kan du svara igen.",
    "Great! {coach} knows that you’re coming. If that changes, just answer again.",
    "رائع! {coach} يعرف الآن أنك ستأتي. إذا تغيّر شيء يمكنك الإجابة مرة أخرى.",
);
pub(super) const NOT_COMING_DONE: Said = said(
    "Okej, tack för att du säger till. {coach} hör av sig om en ny tid.",
    "Okay, thanks for saying so. {coach} will get in touch about a new time.",
    "حسنًا، شكرًا لإخبارنا. سيتواصل معك {coach} بشأن موعد جديد.",
);
pub(super) const CALL_ME_DONE: Said =
    said("{coach} ser det och ringer dig.", "{coach} will see this and ring you.", "سيرى {coach} ذلك ويتصل بك.");

pub(super) const CANCELLED: Said = said("Tiden är inställd", "The time is cancelled", "أُلغي الموعد");
pub(super) const UNSETTLED: Said = said("Tiden håller på att ändras", "The time is being changed", "يجري تغيير الموعد");
pub(super) const OVER: Said = said("Tiden har varit", "The time has passed", "انتهى الموعد");
pub(super) const NEW_TIME: Said =
    said("{coach} hör av sig om en ny tid.", "{coach} will get in touch about a new time.", "سيتواصل معك {coach} بشأن موعد جديد.");
pub(super) const OVER_MORE: Said =
    said("Vill du höras? Då är det bara att trycka.", "Want to talk? Just tap.", "هل تريد التحدث؟ اضغط هنا.");

pub(super) const CALENDAR: Said = said("Lägg i kalendern", "Add to the calendar", "أضف إلى التقويم");
pub(super) const CALENDAR_UPDATE: Said = said("Uppdatera i kalendern", "Update in the calendar", "تحديث في التقويم");
pub(super) const CALENDAR_REMOVE: Said = said("Ta bort ur kalendern", "Remove from the calendar", "إزالة من التقويم");
pub(super) const WRONG_PERSON: Said = said("Fel person?", "Wrong person?", "لست الشخص المقصود؟");
pub(super) const WRONG_PERSON_ASK: Said = said(
    "Känner du inte igen det här? Tryck, så skickas inget mer till det här numret.",
    "Does this mean nothing to you? Tap, and nothing more will be sent to this number.",
    "هل هذه الرسالة ليست لك؟ اضغط ولن يُرسل أي شيء آخر إلى هذا الرقم.",
);
pub(super) const WRONG_PERSON_YES: Said = said("Ja, fel person", "Yes, wrong person", "نعم، لست المقصود");
pub(super) const WRONG_PERSON_DONE: Said = said("Tack för att du säger till", "Thanks for saying so", "شكرًا لإخبارنا");
pub(super) const WRONG_PERSON_MORE: Said =
    said("Vi skickar inget mer till det här numret.", "Nothing more will be sent to this number.", "لن نرسل أي شيء آخر إلى هذا الرقم.");
pub(super) const WRONG_PERSON_UNDO: Said = said("Det blev fel, det är jag", "A mistake, it is me", "حدث خطأ، أنا المقصود");

pub(super) const STOP: Said = said("Sluta få sms", "Stop the texts", "أوقف الرسائل");
pub(super) const STOP_DONE: Said = said(
    "Okej. Du får inga fler sms, och det är helt i sin ordning.",
    "Okay. You’ll get no more texts, and that’s perfectly fine.",
    "حسنًا. لن تصلك رسائل أخرى، وهذا لا بأس به أبدًا.",
);
pub(super) const STOP_UNDO: Said = said("Ångra, jag vill ha sms", "Undo, I want the texts", "تراجع، أريد الرسائل");

pub(super) const PUSH_ON: Said = said("Slå på notiser", "Turn on notifications", "تفعيل الإشعارات");
pub(super) const PUSH_OFF: Said = said("Stäng av notiser", "Turn off notifications", "إيقاف الإشعارات");
pub(super) const PUSH_DONE: Said = said(
    "Notiser är på. De säger bara dag och tid.",
    "Notifications are on. They say the day and time and nothing more.",
    "الإشعارات مفعّلة. لا تذكر سوى اليوم والوقت.",
);
pub(super) const PUSH_DENIED: Said = said(
    "Webbläsaren säger nej till notiser. Du får sms i stället.",
    "The browser doesn’t allow notifications. You’ll get texts instead.",
    "المتصفح لا يسمح بالإشعارات. ستصلك رسائل نصية بدلًا منها.",
);

pub(super) const ABOUT: Said = said("Vad ni sparar om mig", "What you keep about me", "ماذا تحفظون عني");
pub(super) const BACK: Said = said("Tillbaka", "Back", "رجوع");
pub(super) const LANGUAGES: Said = said("Språk", "Languages", "اللغات");
pub(super) const MORE: Said = said("Mer", "More", "المزيد");
pub(super) const DRAFT: Said = said("", "", "هذه ترجمة أولية لم يراجعها أحد بعد.");

pub(super) const GONE: Said = said("Länken gäller inte längre", "The link is no longer good", "لم يعد الرابط صالحًا");
pub(super) const GONE_MORE: Said = said(
    "Den slutar gälla en vecka efter att ni skulle ses. Svara på sms:et om du undrar något.",
    "It ends a week after you were to meet. Answer the text if you wonder about anything.",
    "ينتهي بعد أسبوع من الموعد. أجب على الرسالة إذا كان لديك سؤال.",
);
pub(super) const BUSY: Said = said("Vänta en liten stund", "Wait a little while", "انتظر قليلًا");
pub(super) const BUSY_MORE: Said = said(
    "Det kom för många försök härifrån. Prova igen om en kvart.",
    "There were too many tries from here. Try again in a quarter of an hour.",
    "كانت هناك محاولات كثيرة. حاول مرة أخرى بعد ربع ساعة.",
);
pub(super) const FAULT: Said = said("Det gick inte just nu", "That didn’t work just now", "لم ينجح ذلك الآن");
pub(super) const FAULT_MORE: Said = said(
    "Inget är ändrat. Gå tillbaka och prova igen.",
    "Nothing was changed. Go back and try again.",
    "لم يتغيّر شيء. ارجع وحاول مرة أخرى.",
);
