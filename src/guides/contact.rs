//! Staying in touch: calls from both sides, and before a visit.

use super::{Part, both, part};

pub(super) const CALLS: &[Part] = &[
    part(
        both("A call: your side", "Galwad: eich ochr chi"),
        &[
            both(
                "Calls are short, and can end at once. Say the main thing first.",
                "Mae galwadau’n fyr, a gallan nhw orffen yn sydyn. Y prif beth yn gyntaf.",
            ),
            both(
                "Keep a list by the phone all week. Take turns.",
                "Cadwch restr wrth y ffôn drwy’r wythnos. Pawb yn ei dro.",
            ),
            both(
                "Give each child two minutes of their own. They choose what to say.",
                "Rhowch ddwy funud i bob plentyn. Nhw sy’n dewis beth i’w ddweud.",
            ),
            both(
                "Bad news? Say when you will talk of it again.",
                "Newyddion drwg? Dywedwch pryd y byddwch yn siarad am hyn eto.",
            ),
            both(
                "Calls may be recorded, and staff may listen.",
                "Gall galwadau gael eu recordio, a gall staff wrando.",
            ),
        ],
    ),
    part(
        both("A call: their side", "Galwad: eu hochr nhw"),
        &[
            both(
                "They may have to wait for a phone, and others may hear.",
                "Efallai y bydd rhaid aros am ffôn, ac y bydd eraill yn clywed.",
            ),
            both(
                "They pay for calls, with little money. No call? It is not always their choice.",
                "Maen nhw’n talu am alwadau, heb lawer o arian. Dim galwad? Nid eu dewis nhw bob tro.",
            ),
            both(
                "Small news is good news: what you ate, who lost a tooth.",
                "Mae newyddion bach yn newyddion da: beth fwytoch chi, pwy gollodd ddant.",
            ),
            both(
                "Ask them what they think. It keeps them part of the family.",
                "Gofynnwch eu barn. Mae’n eu cadw’n rhan o’r teulu.",
            ),
            both(
                "A call went wrong? The next one can be better. Say so.",
                "Galwad wael? Gall yr un nesaf fod yn well. Dywedwch hynny.",
            ),
        ],
    ),
];

pub(super) const BEFORE_A_VISIT: &[Part] = &[
    part(
        both("Before a visit", "Cyn ymweliad"),
        &[
            both(
                "Is the visit booked? Is each of you named on it?",
                "Ydy’r ymweliad wedi’i archebu? Ydy enw pob un ohonoch arno?",
            ),
            both(
                "Look up which ID counts. Every adult shows it.",
                "Edrychwch pa ID sy’n cyfrif. Mae pob oedolyn yn ei ddangos.",
            ),
            both(
                "Plan the way and what it costs. Come early: getting in takes time.",
                "Cynlluniwch y daith a’r gost. Dewch yn gynnar: mae mynd i mewn yn cymryd amser.",
            ),
            both(
                "Pack for the wait: food, nappies, a book.",
                "Paciwch ar gyfer yr aros: bwyd, cewynnau, llyfr.",
            ),
        ],
    ),
    part(
        both("With children", "Gyda phlant"),
        &[
            both(
                "Tell them what they will see: lockers, a search, a dog, a big hall.",
                "Dywedwch beth welan nhw: loceri, chwiliad, ci, neuadd fawr.",
            ),
            both(
                "Choose with them what to tell and what to ask.",
                "Dewiswch gyda nhw beth i’w ddweud a beth i’w ofyn.",
            ),
            both(
                "Keep hard talks for a time without the children.",
                "Cadwch sgyrsiau anodd at amser heb y plant.",
            ),
            both(
                "You may all feel sad after it. Plan something nice for the way home.",
                "Efallai y byddwch i gyd yn drist wedyn. Cynlluniwch rywbeth braf ar y ffordd adref.",
            ),
        ],
    ),
];
