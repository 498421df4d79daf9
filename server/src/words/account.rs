//! What *Your account* says.

words! {
    /// One's own account.
    Account;
    title: "Your account" / "Eich cyfrif";
    role_here: "{role} at {site}" / "{role} yn {site}";
    password: "Password" / "Cyfrinair";
    new_password_title: "Choose your own password" / "Dewiswch eich cyfrinair eich hun";
    new_password_why: "The one you signed in with is known to somebody else. It ends now." / "Mae rhywun arall yn gwybod yr un a ddefnyddioch i fewngofnodi. Mae’n dod i ben nawr.";
    password_now: "Your password now" / "Eich cyfrinair nawr";
    password_new: "New password" / "Cyfrinair newydd";
    password_again: "New password again" / "Cyfrinair newydd eto";
    password_rule: "At least 10 characters. Four words that do not belong together are easy to remember." / "O leiaf 10 nod. Mae pedwar gair nad ydynt yn perthyn i’w gilydd yn hawdd eu cofio.";
    password_change: "Change password" / "Newid y cyfrinair";
    password_changed: "Your password is changed. You are signed out everywhere else." / "Mae eich cyfrinair wedi’i newid. Rydych wedi’ch allgofnodi ym mhob man arall.";
    not_alike: "The two new passwords differ. Type the same one twice." / "Mae’r ddau gyfrinair newydd yn wahanol. Teipiwch yr un un ddwywaith.";
    weak: "Choose a longer one: at least 10 characters, not your name, and not the one you have." / "Dewiswch un hirach: o leiaf 10 nod, nid eich enw, ac nid yr un sydd gennych.";
    wrong: "That is not your password now. Nothing was changed." / "Nid dyna’ch cyfrinair nawr. Ni newidiwyd dim.";
    language: "Language" / "Iaith";
    language_now: "Pages are in English." / "Mae’r tudalennau yn Gymraeg.";
    factor: "Second factor" / "Ail ffactor";
    factor_why: "After your password, a code that only your phone shows. It keeps others out who have seen your password." / "Ar ôl eich cyfrinair, cod a ddangosir ar eich ffôn chi yn unig. Mae’n cadw eraill allan sydd wedi gweld eich cyfrinair.";
    factor_begin: "Set it up" / "Ei osod";
    factor_step_one: "Open an authenticator app on your phone and scan this picture, or type the secret into it." / "Agorwch ap dilysu ar eich ffôn a sganiwch y llun hwn, neu deipiwch y gyfrinach ynddo.";
    factor_secret: "The secret" / "Y gyfrinach";
    factor_picture: "The secret as a picture for the app" / "Y gyfrinach fel llun i’r ap";
    factor_step_two: "Type the six digits that it shows now." / "Teipiwch y chwe digid a ddangosir nawr.";
    factor_code: "Code" / "Cod";
    factor_on: "Turn it on" / "Ei droi ymlaen";
    factor_is_on: "It is on." / "Mae ymlaen.";
    factor_off: "Turn it off" / "Ei ddiffodd";
    factor_is_off: "Your second factor is off." / "Mae eich ail ffactor wedi’i ddiffodd.";
    code_wrong: "That code did not fit. Type the one that is shown now." / "Nid oedd y cod hwnnw’n ffitio. Teipiwch yr un a ddangosir nawr.";
    codes_left: "{n} of 10 recovery codes are left." / "Mae {n} o 10 cod adfer ar ôl.";
    codes_renew: "Make new recovery codes" / "Creu codau adfer newydd";
    codes_title: "Your recovery codes" / "Eich codau adfer";
    codes_once: "Each signs you in once when your phone is not there. They are shown only now: print them, or write them down and keep them apart from your phone." / "Mae pob un yn eich mewngofnodi unwaith pan nad yw’ch ffôn gyda chi. Dim ond nawr y cânt eu dangos: argraffwch nhw, neu ysgrifennwch nhw a’u cadw ar wahân i’ch ffôn.";
    codes_done: "I have them" / "Maen nhw gen i";
    kiosk: "Kiosk code" / "Cod ciosg";
    kiosk_none: "You have none. A manager can give you one." / "Nid oes gennych un. Gall rheolwr roi un i chi.";
    kiosk_yours: "Your code on the kiosks is {code}. After it you type your PIN." / "Eich cod ar y ciosgau yw {code}. Ar ei ôl rydych yn teipio’ch PIN.";
    pin_new: "New PIN" / "PIN newydd";
    pin_rule: "4 to 12 digits; not a row such as 1234, and not your code." / "4 i 12 digid; nid rhes fel 1234, ac nid eich cod.";
    pin_set: "Set PIN" / "Gosod y PIN";
    pin_is_set: "Your PIN is set. The kiosks know it as soon as they are online." / "Mae eich PIN wedi’i osod. Bydd y ciosgau’n ei wybod cyn gynted ag y byddant ar-lein.";
    pin_weak: "Choose another PIN: 4 to 12 digits, not a row such as 1234, and not your code." / "Dewiswch PIN arall: 4 i 12 digid, nid rhes fel 1234, ac nid eich cod.";
    sessions: "Other places" / "Mannau eraill";
    sessions_why: "Did you leave a page open on another computer?" / "A adawoch dudalen ar agor ar gyfrifiadur arall?";
    sessions_end: "Sign out everywhere else" / "Allgofnodi ym mhob man arall";
    sessions_ended: "You are signed out everywhere else." / "Rydych wedi’ch allgofnodi ym mhob man arall.";
}
