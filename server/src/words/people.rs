//! What *People* says.

use crate::store::roles::Role;

words! {
    /// People and their roles.
    People;
    title: "People" / "Pobl";
    name: "Name" / "Enw";
    signs_in_as: "Signs in as" / "Yn mewngofnodi fel";
    role: "Role" / "Rôl";
    since: "Since" / "Ers";
    until: "until {day}" / "hyd {day}";
    state: "Sign-in" / "Mewngofnodi";
    kiosk_code: "Kiosk code" / "Cod ciosg";
    volunteer: "Volunteer" / "Gwirfoddolwr";
    visits_staff: "Visits staff" / "Staff ymweliadau";
    family_worker: "Family worker" / "Gweithiwr teulu";
    key_worker: "Key worker" / "Gweithiwr allweddol";
    manager: "Manager" / "Rheolwr";
    administrator: "Administrator" / "Gweinyddwr";
    state_good: "Ready" / "Yn barod";
    state_once: "Has a one-time password" / "Mae ganddynt gyfrinair untro";
    state_run_out: "One-time password has run out" / "Mae’r cyfrinair untro wedi dod i ben";
    state_paused: "Paused until {time}" / "Wedi’i oedi tan {time}";
    state_ended: "Ended" / "Wedi dod i ben";
    with_factor: "second factor" / "ail ffactor";
    you: "you" / "chi";
    add: "Add a person" / "Ychwanegu person";
    add_why: "They sign in with this name. It is one for the whole server." / "Maent yn mewngofnodi gyda’r enw hwn. Mae’n un ar gyfer y gweinydd cyfan.";
    add_known: "They have an account already, at another prison" / "Mae ganddynt gyfrif eisoes, mewn carchar arall";
    add_button: "Add" / "Ychwanegu";
    added: "{name} is added." / "Mae {name} wedi’i ychwanegu.";
    role_set: "{name}: {role}." / "{name}: {role}.";
    role_ended: "{name} has no role here any more." / "Nid oes gan {name} rôl yma mwyach.";
    once_for: "One-time password for {name}" / "Cyfrinair untro i {name}";
    once_how: "It is shown only now. It serves for eight days, and must be changed when they sign in." / "Dim ond nawr y caiff ei ddangos. Mae’n gweithio am wyth diwrnod, a rhaid ei newid wrth fewngofnodi.";
    code_for: "Kiosk code and PIN for {name}" / "Cod ciosg a PIN i {name}";
    code_how: "Shown only now. The code stays; the PIN can be changed under Your account." / "Dim ond nawr y caiff ei ddangos. Mae’r cod yn aros; gellir newid y PIN dan Eich cyfrif.";
    code_is: "Code {code} · PIN {pin}" / "Cod {code} · PIN {pin}";
    set_role: "Give this role" / "Rhoi’r rôl hon";
    end_role: "End role" / "Dod â’r rôl i ben";
    end_role_means: "They are signed out here at once, and their kiosk code ends." / "Cânt eu hallgofnodi yma ar unwaith, a daw eu cod ciosg i ben.";
    reset_means: "They are signed out everywhere. You see the password once; it serves for eight days." / "Cânt eu hallgofnodi ym mhob man. Byddwch yn gweld y cyfrinair unwaith; mae’n gweithio am wyth diwrnod.";
    reset: "Make a one-time password" / "Creu cyfrinair untro";
    lift: "Let them try again now" / "Gadael iddynt roi cynnig arall arni nawr";
    factor_off: "Turn their second factor off" / "Diffodd eu hail ffactor";
    factor_is_off: "{name} signs in without a second factor." / "Mae {name} yn mewngofnodi heb ail ffactor.";
    pause_lifted: "{name} can try again." / "Gall {name} roi cynnig arall arni.";
    code_means: "Opens staff or volunteer mode on the kiosks. You see the PIN once." / "Mae’n agor y modd staff neu wirfoddolwyr ar y ciosgau. Byddwch yn gweld y PIN unwaith.";
    code_give: "Give a kiosk code and PIN" / "Rhoi cod ciosg a PIN";
    code_again: "Give another PIN" / "Rhoi PIN arall";
    code_end: "End kiosk code" / "Dod â’r cod ciosg i ben";
    lead: "Safeguarding lead" / "Arweinydd diogelu";
    lead_means: "Reads safeguarding notes. Nobody else does, managers and administrators included. You cannot name yourself." / "Yn darllen nodiadau diogelu. Nid yw neb arall yn gwneud, gan gynnwys rheolwyr a gweinyddwyr. Ni allwch eich enwi eich hun.";
    lead_name: "Name as lead" / "Enwi’n arweinydd";
    lead_end: "End this task" / "Dod â’r gwaith hwn i ben";
    lead_named: "{name} is a safeguarding lead from now on." / "Mae {name} yn arweinydd diogelu o hyn ymlaen.";
    lead_ended: "{name} is no safeguarding lead any more." / "Nid yw {name} yn arweinydd diogelu mwyach.";
    code_ended: "The kiosk code of {name} has ended." / "Mae cod ciosg {name} wedi dod i ben.";
    not_taken: "Somebody signs in with that name already. Add an initial, or say that they have an account." / "Mae rhywun yn mewngofnodi gyda’r enw hwnnw eisoes. Ychwanegwch lythyren, neu dywedwch fod ganddynt gyfrif.";
    not_unknown: "Nobody signs in with that name yet." / "Nid oes neb yn mewngofnodi gyda’r enw hwnnw eto.";
    not_name: "Type a name of 1 to 100 characters." / "Teipiwch enw o 1 i 100 nod.";
    not_here_already: "They have a role here already: change it in the list." / "Mae ganddynt rôl yma eisoes: newidiwch hi yn y rhestr.";
    not_here: "They have no role here now." / "Nid oes ganddynt rôl yma nawr.";
    not_allowed: "This account reaches further than yours. An administrator can do it." / "Mae’r cyfrif hwn yn cyrraedd ymhellach na’ch un chi. Gall gweinyddwr ei wneud.";
    not_yourself: "Your own role is for somebody else to change." / "Rhywun arall sydd i newid eich rôl chi.";
    not_opens: "Somebody in this role has nothing to open on a kiosk." / "Nid oes gan rywun yn y rôl hon ddim i’w agor ar giosg.";
}

impl People {
    /// What somebody is.
    pub fn role_name(&self, role: Role) -> &'static str {
        match role {
            Role::Volunteer => self.volunteer,
            Role::VisitsStaff => self.visits_staff,
            Role::FamilyWorker => self.family_worker,
            Role::KeyWorker => self.key_worker,
            Role::Manager => self.manager,
            Role::Administrator => self.administrator,
        }
    }
}
