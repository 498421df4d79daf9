//! Children: telling them, school, who cares for them, and the fear of losing them.

use super::{Part, both, part};

pub(super) const TELLING: &[Part] = &[
    part(
        both("Telling the children", "Dweud wrth y plant"),
        &[
            both(
                "Children often know that something is wrong. The truth, told gently, helps.",
                "Mae plant yn aml yn deall bod rhywbeth o’i le. Dweud y gwir yn dyner sy’n help.",
            ),
            both(
                "Choose a calm time, in a place where they feel safe.",
                "Dewiswch amser tawel, mewn lle maen nhw’n teimlo’n ddiogel.",
            ),
            both(
                "Use short, true words: “Dad is in prison. It is not your fault.”",
                "Defnyddiwch eiriau byr a gwir: “Mae Dad yn y carchar. Nid dy fai di yw hyn.”",
            ),
            both(
                "Tell them what stays the same: home, school, bedtime.",
                "Dywedwch beth sy’n aros yr un fath: cartref, ysgol, amser gwely.",
            ),
            both(
                "You don’t know? Say so: “I don’t know yet. I will tell you.”",
                "Ddim yn gwybod? Dywedwch: “Dydw i ddim yn gwybod eto. Fe ddweda i wrthot ti.”",
            ),
        ],
    ),
    part(
        both("When they ask", "Pan fyddan nhw’n gofyn"),
        &[
            both(
                "All feelings are fine: sad, cross, glad, or none at all.",
                "Mae pob teimlad yn iawn: trist, dig, hapus, neu ddim byd o gwbl.",
            ),
            both(
                "Small children ask the same thing again. Give the same words again.",
                "Mae plant bach yn gofyn yr un peth eto. Atebwch â’r un geiriau.",
            ),
            both(
                "Teenagers may not want to talk. Tell them that they can, at any time.",
                "Efallai na fydd pobl ifanc am siarad. Dywedwch y cân nhw wneud, unrhyw bryd.",
            ),
            both(
                "Agree who else is told. It is their news as well.",
                "Cytunwch pwy arall sy’n cael gwybod. Nhw biau’r newyddion hefyd.",
            ),
            both(
                "Drawings, letters and photos help a child to feel close.",
                "Mae lluniau, llythyrau a ffotos yn helpu plentyn i deimlo’n agos.",
            ),
        ],
    ),
];

pub(super) const LOSING: &[Part] = &[
    part(
        both("What is passed on", "Beth sy’n cael ei rannu"),
        &[
            both(
                "Might a child or an adult come to serious harm? Then we must tell others.",
                "A allai plentyn neu oedolyn gael niwed difrifol? Yna rhaid i ni ddweud wrth eraill.",
            ),
            both(
                "We tell you first, unless that puts someone in danger.",
                "Rydyn ni’n dweud wrthych chi’n gyntaf, oni bai bod hynny’n peryglu rhywun.",
            ),
            both(
                "We tell only those whose job it is to keep people safe.",
                "Dim ond y rhai â’r gwaith o gadw pobl yn ddiogel sy’n cael gwybod.",
            ),
        ],
    ),
    part(
        both("What is no reason", "Beth nad yw’n rheswm"),
        &[
            both(
                "You ask for help? That is no reason to take a child away.",
                "Gofyn am help? Nid yw hynny’n rheswm i gymryd plentyn oddi arnoch.",
            ),
            both(
                "A parent in prison is, on its own, no reason. Nor is having little money.",
                "Nid yw rhiant yn y carchar, ynddo’i hun, yn rheswm. Na bod yn brin o arian.",
            ),
            both(
                "Nobody is told what you look at on this screen.",
                "Does neb yn cael gwybod beth rydych chi’n edrych arno ar y sgrin hon.",
            ),
            both(
                "What you type goes to the visits team and to that service.",
                "Mae’r hyn rydych chi’n ei deipio’n mynd at y tîm ymweliadau a’r gwasanaeth hwnnw.",
            ),
        ],
    ),
    part(
        both("If a social worker comes", "Os daw gweithiwr cymdeithasol"),
        &[
            both(
                "Ask why they come, and what they want to see.",
                "Gofynnwch pam maen nhw’n dod, a beth maen nhw am ei weld.",
            ),
            both("You can ask to have somebody with you.", "Cewch ofyn i rywun fod gyda chi."),
            both(
                "There is free advice for parents. Look in “Find help”.",
                "Mae cyngor am ddim i rieni. Edrychwch yn “Dod o hyd i help”.",
            ),
        ],
    ),
];

pub(super) const SCHOOL: &[Part] = &[part(
    both("School", "Yr ysgol"),
    &[
        both(
            "You choose if the school is told, and how much.",
            "Chi sy’n dewis a gaiff yr ysgol wybod, a faint.",
        ),
        both(
            "A teacher who knows can keep an eye on your child.",
            "Gall athro sy’n gwybod gadw llygad ar eich plentyn.",
        ),
        both(
            "Ask for one person at school that your child can go to.",
            "Gofynnwch am un person yn yr ysgol y gall eich plentyn fynd ato.",
        ),
        both(
            "Ask who else will know. Ask them to keep it to a few.",
            "Gofynnwch pwy arall fydd yn gwybod. Gofynnwch am ei gadw rhwng ychydig o bobl.",
        ),
        both(
            "Some visits fall in school time. Ask the head teacher before you go.",
            "Mae rhai ymweliadau yn amser ysgol. Gofynnwch i’r pennaeth cyn mynd.",
        ),
        both(
            "Ask how the parent inside can get school news: reports, photos, drawings.",
            "Gofynnwch sut y caiff y rhiant y tu mewn newyddion ysgol: adroddiadau, lluniau.",
        ),
    ],
)];

pub(super) const CARERS: &[Part] = &[
    part(
        both("Carers and grandparents", "Gofalwyr, neiniau a theidiau"),
        &[
            both(
                "You bring up a child of the family? You are a kinship carer.",
                "Ydych chi’n magu plentyn o’r teulu? Rydych chi’n ofalwr sy’n berthynas.",
            ),
            both(
                "There may be money and help. Much turns on how the child came to you.",
                "Efallai bod arian a help. Mae’n dibynnu ar sut y daeth y plentyn atoch.",
            ),
            both(
                "Ask the council. In Northern Ireland ask the health and social care trust.",
                "Gofynnwch i’r cyngor. Yng Ngogledd Iwerddon gofynnwch i’r ymddiriedolaeth iechyd.",
            ),
            both(
                "Ask school and doctor who must say yes for the child.",
                "Gofynnwch i’r ysgol a’r meddyg pwy sydd i gytuno dros y plentyn.",
            ),
            both(
                "You can bring the child to a visit. Ask first who must agree.",
                "Cewch ddod â’r plentyn i ymweliad. Gofynnwch yn gyntaf pwy sydd i gytuno.",
            ),
        ],
    ),
    part(
        both("And you?", "A chithau?"),
        &[
            both(
                "A child can love you and miss mum or dad. Both are true at once.",
                "Gall plentyn eich caru chi a gweld eisiau mam neu dad. Mae’r ddau’n wir.",
            ),
            both(
                "You may grieve as well, for your own son or daughter.",
                "Efallai eich bod chi’n galaru hefyd, am eich mab neu’ch merch eich hun.",
            ),
            both(
                "Ask for a rest, and for a group of others who do the same.",
                "Gofynnwch am seibiant, ac am grŵp o bobl eraill sy’n gwneud yr un peth.",
            ),
        ],
    ),
];
