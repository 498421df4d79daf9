//! Money: bills and debts, benefits. Help with the cost of visits has a screen of its own.

use super::{Part, both, part};

pub(super) const DEBTS: &[Part] = &[
    part(
        both("Bills and debts", "Biliau a dyledion"),
        &[
            both(
                "Open the letters. Sort them by what comes first.",
                "Agorwch y llythyrau. Trefnwch nhw yn ôl beth sy’n dod gyntaf.",
            ),
            both(
                "First: rent or mortgage, council tax or rates, gas, power, court fines.",
                "Yn gyntaf: rhent neu forgais, treth gyngor, nwy, trydan, dirwyon llys.",
            ),
            both("After that: cards, loans, shops.", "Wedyn: cardiau, benthyciadau, siopau."),
            both(
                "Tell them early, and ask for time. Keep a copy of what you send.",
                "Dywedwch yn gynnar, a gofynnwch am amser. Cadwch gopi o’r hyn rydych chi’n ei anfon.",
            ),
        ],
    ),
    part(
        both("Before you pay", "Cyn i chi dalu"),
        &[
            both(
                "Is the debt in their name, and not in yours? Ask before you pay it.",
                "Ydy’r ddyled yn eu henw nhw, nid eich un chi? Gofynnwch cyn ei thalu.",
            ),
            both(
                "Good debt advice is free. Nobody needs to pay for it.",
                "Mae cyngor da ar ddyledion am ddim. Does dim angen i neb dalu amdano.",
            ),
            both(
                "Look in “Find help”, under money.",
                "Edrychwch yn “Dod o hyd i help”, o dan arian.",
            ),
        ],
    ),
];

pub(super) const BENEFITS: &[Part] = &[
    part(
        both("Benefits", "Budd-daliadau"),
        &[
            both(
                "Somebody has gone inside? Tell the benefits office now.",
                "Aeth rhywun i’r carchar? Dywedwch wrth y swyddfa budd-daliadau nawr.",
            ),
            both(
                "If you wait, you may have to pay money back.",
                "Os arhoswch chi, efallai y bydd rhaid talu arian yn ôl.",
            ),
            both(
                "Was the claim for both of you? Ask what you can claim alone.",
                "Oedd y cais i’r ddau ohonoch? Gofynnwch beth gewch chi ei hawlio ar eich pen eich hun.",
            ),
            both(
                "Ask about rent, council tax or rates, child benefit and school meals.",
                "Gofynnwch am rent, treth gyngor, budd-dal plant a phrydau ysgol.",
            ),
        ],
    ),
    part(
        both("When you ring about benefits", "Wrth ffonio am fudd-daliadau"),
        &[
            both(
                "Write down the day, the time and the name.",
                "Ysgrifennwch y dydd, yr amser a’r enw.",
            ),
            both(
                "You care for a child who is not your own? Ask what there is for you.",
                "Ydych chi’n gofalu am blentyn rhywun arall? Gofynnwch beth sydd ar gael i chi.",
            ),
            both("Rules differ from nation to nation.", "Mae’r rheolau’n wahanol ym mhob gwlad."),
            both(
                "A free adviser can check it for you. Look in “Find help”.",
                "Gall cynghorydd ei wirio i chi am ddim. Edrychwch yn “Dod o hyd i help”.",
            ),
        ],
    ),
];
