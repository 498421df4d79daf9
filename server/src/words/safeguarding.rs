//! What *Safeguarding* says.

words! {
    /// Notes for the safeguarding leads.
    SafeguardingWords;
    title: "Safeguarding" / "Diogelu";
    lead: "What you write here goes to the safeguarding leads alone. Managers and administrators cannot read it." / "Mae’r hyn a ysgrifennwch yma’n mynd at yr arweinwyr diogelu’n unig. Ni all rheolwyr na gweinyddwyr ei ddarllen.";
    danger: "Is somebody in danger now? Tell a member of staff, or ring 999. Do not wait for a note." / "Oes rhywun mewn perygl nawr? Dywedwch wrth aelod o staff, neu ffoniwch 999. Peidiwch ag aros am nodyn.";
    leads: "Leads: {names}" / "Arweinwyr: {names}";
    no_leads: "No lead is named yet. Tell a manager: the note is kept until a lead reads it." / "Does dim arweinydd wedi’i enwi eto. Dywedwch wrth reolwr: cedwir y nodyn nes i arweinydd ei ddarllen.";
    write: "What you saw or heard" / "Yr hyn a welsoch neu a glywsoch";
    write_help: "In the person’s own words, as far as you can. What you saw, not what you think of it." / "Yng ngeiriau’r person ei hun, cyn belled ag y gallwch. Yr hyn a welsoch, nid eich barn amdano.";
    about_one: "It belongs to a talk or a request." / "Mae’n perthyn i sgwrs neu gais.";
    send: "Send to the leads" / "Anfon at yr arweinwyr";
    sent: "The leads have it. You cannot read it again here." / "Mae gyda’r arweinwyr. Ni allwch ei ddarllen eto yma.";
    too_long: "Nothing was sent: type 1 to 4000 letters." / "Ni anfonwyd dim: teipiwch 1 i 4000 llythyren.";
    notes: "Notes" / "Nodiadau";
    none: "No note has come." / "Does dim nodyn wedi dod.";
    when: "When" / "Pryd";
    who: "Written by" / "Ysgrifennwyd gan";
    state: "State" / "Cyflwr";
    next: "Next" / "Nesaf";
    unread: "Not read yet" / "Heb ei ddarllen eto";
    read_by: "Read by {name}, {when}" / "Darllenwyd gan {name}, {when}";
    read: "Read it" / "Ei ddarllen";
    noted: "Each reading is written down." / "Cofnodir pob darlleniad.";
    note: "Safeguarding note" / "Nodyn diogelu";
    back: "Back" / "Yn ôl";
}
