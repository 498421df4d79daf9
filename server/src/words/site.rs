//! What *Settings* and *Prisons* say.

words! {
    /// What differs at a prison, and the list of prisons.
    Site;
    title: "Settings" / "Gosodiadau";
    sites: "Prisons" / "Carchardai";
    applies: "They apply to this prison. Saving seals every card anew, which takes a few minutes; families can check in meanwhile." / "Maent yn berthnasol i’r carchar hwn. Mae cadw yn selio pob cerdyn o’r newydd, sy’n cymryd ychydig funudau; gall teuluoedd gofrestru yn y cyfamser.";
    kiosks_too: "Set the same values in kiosk.toml on each kiosk." / "Gosodwch yr un gwerthoedd yn kiosk.toml ar bob ciosg.";
    adult_age: "Adult from this age on" / "Oedolyn o’r oed hwn ymlaen";
    adult_age_help: "An adult shows ID and can check the family in. 10 to 21 years." / "Mae oedolyn yn dangos ID ac yn gallu cofrestru’r teulu. 10 i 21 oed.";
    opens: "Check-in opens so many minutes before the start" / "Mae cofrestru’n agor hyn o funudau cyn y dechrau";
    opens_help: "0 to 600." / "0 i 600.";
    late_after: "Late so many minutes after the start" / "Yn hwyr hyn o funudau ar ôl y dechrau";
    late_after_help: "Where the cut-off lies before the start, type it with a minus. −240 to 240." / "Lle mae’r terfyn cyn y dechrau, teipiwch ef gyda minws. −240 i 240.";
    reference: "Visit references" / "Cyfeirnodau ymweliad";
    made_of: "They are made of" / "Maent wedi’u gwneud o";
    letters: "letters" / "llythrennau";
    digits: "digits" / "digidau";
    both: "letters and digits" / "llythrennau a digidau";
    group: "Characters between two hyphens" / "Nodau rhwng dau gysylltnod";
    group_help: "1 to 20." / "1 i 20.";
    fewest: "Fewest characters, hyphens not counted" / "Lleiafswm nodau, heb gyfrif cysylltnodau";
    most: "Most characters, hyphens not counted" / "Uchafswm nodau, heb gyfrif cysylltnodau";
    length_help: "4 to 28." / "4 i 28.";
    example: "Such as {example}" / "Megis {example}";
    by_name: "Families may be found by surname and date of birth" / "Gellir dod o hyd i deuluoedd trwy gyfenw a dyddiad geni";
    by_name_help: "Without it the visit reference is needed, and kiosks hold no card by name." / "Hebddo mae angen y cyfeirnod ymweliad, ac nid oes gan giosgau gerdyn yn ôl enw.";
    reference_days: "Cards by reference for so many days ahead" / "Cardiau yn ôl cyfeirnod am hyn o ddiwrnodau ymlaen";
    reference_days_help: "A family that mistakes the day is told which it is. 0 to 60." / "Dywedir wrth deulu sy’n camgymryd y diwrnod pa un ydyw. 0 i 60.";
    name_days: "Cards by name for so many days ahead" / "Cardiau yn ôl enw am hyn o ddiwrnodau ymlaen";
    name_days_help: "So long a kiosk goes on without the network. 0 to 14." / "Cyhyd y mae ciosg yn parhau heb y rhwydwaith. 0 i 14.";
    party: "Parties at events" / "Partïon mewn digwyddiadau";
    party_people: "People of one party at most" / "Uchafswm pobl mewn un parti";
    party_children: "Children among them at most" / "Uchafswm plant yn eu plith";
    party_help: "No event of this prison allows more. 1 to 30 people, and one of them is an adult." / "Nid oes digwyddiad yn y carchar hwn sy’n caniatáu mwy. 1 i 30 o bobl, ac mae un ohonynt yn oedolyn.";
    save: "Save" / "Cadw";
    saved: "Saved. Cards are being sealed anew." / "Wedi’i gadw. Mae cardiau’n cael eu selio o’r newydd.";
    unchanged: "Nothing was different." / "Doedd dim yn wahanol.";
    refused: "One of the numbers is outside its limits. Nothing was saved." / "Mae un o’r rhifau y tu allan i’w derfynau. Ni chadwyd dim.";
    sealed: "All cards are sealed." / "Mae pob cerdyn wedi’i selio.";
    sealing: "Cards are being sealed anew." / "Mae cardiau’n cael eu selio o’r newydd.";
    code: "Code" / "Cod";
    name: "Name" / "Enw";
    list: "Visit list of" / "Rhestr ymweliadau";
    people: "People" / "Pobl";
    kiosks_in_use: "Kiosks in use" / "Ciosgau mewn defnydd";
    none_yet: "none yet" / "dim eto";
    add: "Add a prison" / "Ychwanegu carchar";
    add_help: "Three letters, as in the Ministry’s systems, such as MDI. You become its administrator." / "Tair llythyren, fel yn systemau’r Weinyddiaeth, megis MDI. Chi fydd ei weinyddwr.";
    add_button: "Add" / "Ychwanegu";
    added: "{name} is added. Change over to it in the bar at the top." / "Mae {name} wedi’i ychwanegu. Newidiwch iddo yn y bar ar y brig.";
    not_a_code: "A code is three letters." / "Tair llythyren yw cod.";
    no_name: "Type a name of 1 to 100 characters." / "Teipiwch enw o 1 i 100 nod.";
    there_already: "There is a prison of that code already." / "Mae carchar â’r cod hwnnw eisoes.";
}
