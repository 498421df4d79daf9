//! Home leave and release: what both sides hope for, and what to talk about before the day.

use super::{Part, both, part};

pub(super) const COMING_HOME: &[Part] = &[
    part(
        both("Home leave", "Cyfnod gartref"),
        &[
            both(
                "Some people come home for a day or some nights before release.",
                "Mae rhai’n dod adref am ddiwrnod neu rai nosweithiau cyn cael eu rhyddhau.",
            ),
            both(
                "It has rules. Ask what they are before the day.",
                "Mae rheolau. Gofynnwch beth ydyn nhw cyn y diwrnod.",
            ),
            both(
                "Plan little. A quiet meal may be enough.",
                "Peidiwch â chynllunio gormod. Gall pryd tawel fod yn ddigon.",
            ),
            both(
                "Going back is hard for all of you. Plan that hour, too.",
                "Mae mynd yn ôl yn anodd i bawb. Cynlluniwch yr awr honno hefyd.",
            ),
        ],
    ),
    part(
        both("What you may feel", "Beth gallech chi ei deimlo"),
        &[
            both(
                "You ran the home alone. You may not want to hand it all back.",
                "Chi redodd y cartref. Efallai na fyddwch am roi’r cyfan yn ôl.",
            ),
            both(
                "You may hope that all is as it was. It will be new.",
                "Efallai eich bod yn gobeithio y bydd popeth fel yr oedd. Bydd yn newydd.",
            ),
            both(
                "You can be glad and cross at once.",
                "Gallwch fod yn hapus ac yn ddig ar yr un pryd.",
            ),
        ],
    ),
    part(
        both("What they may feel", "Beth gallen nhw ei deimlo"),
        &[
            both(
                "Noise, crowds and choices can be too much at first.",
                "Gall sŵn, torfeydd a dewisiadau fod yn ormod ar y dechrau.",
            ),
            both(
                "They may want to be a parent at once. Children need time.",
                "Efallai y byddan nhw am fod yn rhiant ar unwaith. Mae plant angen amser.",
            ),
            both(
                "They may not want to talk about inside. That can wait.",
                "Efallai na fyddan nhw am siarad am y tu mewn. Gall hynny aros.",
            ),
        ],
    ),
    part(
        both("Before the day", "Cyn y diwrnod"),
        &[
            both(
                "Talk about money, sleep, chores and who fetches the children.",
                "Siaradwch am arian, cwsg, gwaith tŷ a phwy sy’n nôl y plant.",
            ),
            both(
                "Choose one hour a week to talk about how it goes.",
                "Dewiswch awr yr wythnos i siarad am sut mae’n mynd.",
            ),
            both(
                "You don’t feel safe, or don’t want them home? You can say so, in private.",
                "Ddim yn teimlo’n ddiogel, neu ddim am eu cael adref? Cewch ddweud, yn breifat.",
            ),
        ],
    ),
];
