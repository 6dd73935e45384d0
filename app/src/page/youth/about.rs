//! What is kept about the youth, and why: in general, since whoever holds the link may be somebody else.

use super::{
    Youthful,
    tongue::{Said, Tongue, said},
    words,
};
use leptos::prelude::*;

/// What is kept, and whom to ask.
#[derive(Clone, Debug)]
pub struct About {
    /// The coach's first name, where it is known.
    pub coach: Option<String>,
}

const KEPT: Said = said(
    "Ditt namn, personnummer, din adress och hur man når dig. När ni ska ses och vad du svarar. Vad du gör nu: om du pluggar, jobbar eller något annat. När någon har hört av sig till dig.",
    "Your name, personal number, address and how to reach you. When you are to meet and what you answer. What you do now: studies, work or something else. When somebody has been in touch with you.",
    "اسمك ورقمك الشخصي وعنوانك وطرق التواصل معك. مواعيد اللقاء وإجاباتك. ما تفعله الآن: الدراسة أو العمل أو غير ذلك. متى تواصل معك أحد.",
);
const NEVER: Said = said(
    "Inget om hälsa, tro, ursprung eller brott. Det du skriver i ett sms visas för {coach} och raderas efter 30 dagar.",
    "Nothing about health, belief, origin or crime. What you write in a text is shown to {coach} and erased after 30 days.",
    "لا شيء عن الصحة أو الدين أو الأصل أو الجرائم. ما تكتبه في رسالة يظهر لـ{coach} ويُحذف بعد 30 يومًا.",
);
const WHY: Said = said(
    "För att en lag säger att någon ska höra av sig till unga och fråga hur de har det. {coach} berättar gärna vilken, och vem som ansvarar.",
    "Because a law says that somebody shall get in touch with young people and ask how they are. {coach} will gladly tell you which, and who is responsible.",
    "لأن قانونًا يقول إن على شخص ما أن يتواصل مع الشباب ويسألهم عن أحوالهم. سيخبرك {coach} أي قانون ومن المسؤول.",
);
const UNTIL: Said = said(
    "Allt raderas senast den 31 december det år du fyller 21.",
    "Everything is erased by 31 December of the year you turn 21.",
    "يُحذف كل شيء في موعد أقصاه 31 ديسمبر من السنة التي تبلغ فيها 21 عامًا.",
);
const YOURS: Said = said(
    "Du kan få se allt som står om dig, och få fel rättade. Säg det till {coach}.",
    "You can see everything that is kept about you, and have mistakes put right. Tell {coach}.",
    "يمكنك الاطلاع على كل ما هو محفوظ عنك وتصحيح الأخطاء. أخبر {coach}.",
);
const HERE: Said = said(
    "Den här sidan sparar ingenting i din telefon om du inte slår på notiser.",
    "This page keeps nothing on your phone unless you turn on notifications.",
    "لا تحفظ هذه الصفحة شيئًا في هاتفك إلا إذا فعّلت الإشعارات.",
);

const PARTS: [(Said, Said); 5] = [
    (said("Det här sparas", "This is kept", "ما يُحفظ"), KEPT),
    (said("Det här sparas aldrig", "This is never kept", "ما لا يُحفظ أبدًا"), NEVER),
    (said("Varför", "Why", "لماذا"), WHY),
    (said("Hur länge", "For how long", "إلى متى"), UNTIL),
    (said("Dina rättigheter", "Your rights", "حقوقك"), YOURS),
];

impl Youthful for About {
    fn title(&self, tongue: Tongue) -> String {
        words::ABOUT.get(tongue).to_owned()
    }

    fn body(self, tongue: Tongue, base: &str) -> AnyView {
        // In the middle of a sentence.
        let nobody = said("din kontakt", "your contact", "الشخص المسؤول").get(tongue);
        let coach = self.coach.clone().unwrap_or_else(|| nobody.to_owned());
        let parts = PARTS.map(|(heading, text)| {
            let text = crate::when::heading(&text.of(&coach, tongue));
            view! {
                <section class="stack own__part">
                    <h2>{heading.get(tongue)}</h2>
                    <p>{text}</p>
                </section>
            }
        });
        view! {
            <h1>{self.title(tongue)}</h1>
            {Vec::from(parts)}
            <p class="soft">{HERE.get(tongue)}</p>
            <p><a class="button" href=format!("{base}?lang={}", tongue.tag())>{words::BACK.get(tongue)}</a></p>
        }
        .into_any()
    }
}
