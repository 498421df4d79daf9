//! *Visit lists*: bringing one in, what it changes, what waits for a person.

words! {
    /// What *Visit lists* says.
    Imports;
    title: "Visit lists" / "Rhestrau ymweliadau";
    bring_in: "Bring in a list" / "Mewnforio rhestr";
    which_files: "Visit passes or a search page (JSON), or CSV. Nothing changes until you have seen what it does and said yes." / "Tocynnau ymweld neu dudalen chwilio (JSON), neu CSV. Nid oes dim yn newid nes i chi weld beth mae’n ei wneud a dweud ie.";
    list_file: "The list" / "Y rhestr";
    contacts_file: "Names for it, only if the list has none (JSON)" / "Enwau ar ei chyfer, dim ond os nad oes rhai ar y rhestr (JSON)";
    look_first: "See what it does" / "Gweld beth mae’n ei wneud";
    choose_first: "Choose a file first." / "Dewiswch ffeil yn gyntaf.";
    busy: "Other lists are being read just now. Try again in a moment." / "Mae rhestrau eraill yn cael eu darllen ar hyn o bryd. Rhowch gynnig arall arni mewn eiliad.";
    did_not_arrive: "The file did not arrive whole. Please send it again." / "Ni chyrhaeddodd y ffeil yn gyfan. Anfonwch hi eto.";
    preview_gone: "That preview has ended or was used. Choose the file again." / "Mae’r rhagolwg hwnnw wedi dod i ben neu wedi’i ddefnyddio. Dewiswch y ffeil eto.";
    other_secret: "Nothing was brought in: this server has another secret of the kiosks than the cards were sealed with. Ask whoever looks after it." / "Ni fewnforiwyd dim: mae gan y gweinydd hwn gyfrinach wahanol i’r ciosgau na’r un y seliwyd y cardiau â hi. Gofynnwch i bwy bynnag sy’n gofalu amdano.";

    preview_title: "What this list would do" / "Beth fyddai’r rhestr hon yn ei wneud";
    nothing_yet: "Nothing has changed yet. This page holds for an hour." / "Nid oes dim wedi newid eto. Mae’r dudalen hon yn dal am awr.";
    yes: "Yes, bring it in" / "Ie, mewnforiwch hi";
    no: "No, leave it" / "Na, gadewch hi";
    read: "in the file" / "yn y ffeil";
    taken: "new or changed" / "newydd neu wedi newid";
    unchanged: "unchanged" / "heb newid";
    cancelled: "cancelled" / "wedi’u canslo";
    elsewhere: "another prison or time" / "carchar neu amser arall";
    repeated: "repeated" / "wedi’u hailadrodd";
    set_aside: "set aside" / "wedi’u rhoi o’r neilltu";

    changes: "Changes to known visits" / "Newidiadau i ymweliadau hysbys";
    new_visits: "New visits" / "Ymweliadau newydd";
    when: "When" / "Pryd";
    who: "Who" / "Pwy";
    what: "What" / "Beth";
    kind_new: "New" / "Newydd";
    kind_moved: "Moved, was {was}" / "Symudwyd, roedd {was}";
    kind_changed: "Other details" / "Manylion eraill";
    kind_back: "Goes ahead again" / "Yn mynd ymlaen eto";
    kind_cancelled: "Cancelled" / "Wedi’i ganslo";
    and_more: "and {n} more" / "a {n} arall";
    arrived: "Somebody has arrived" / "Mae rhywun wedi cyrraedd";
    missing: "Not on this list" / "Nid ar y rhestr hon";
    missing_means: "These visits are booked on the same days and are not in the file. Tick those that are cancelled. The others stay." / "Mae’r ymweliadau hyn wedi’u trefnu ar yr un dyddiau ac nid ydynt yn y ffeil. Ticiwch y rhai sydd wedi’u canslo. Bydd y lleill yn aros.";
    set_aside_title: "Set aside" / "Wedi’u rhoi o’r neilltu";
    set_aside_means: "These were not taken. Mend them where they come from, then bring the list in again: what is here already stays as it is." / "Ni dderbyniwyd y rhain. Cywirwch nhw yn eu tarddle, yna mewnforiwch y rhestr eto: mae’r hyn sydd yma eisoes yn aros fel y mae.";
    row: "Row" / "Rhes";
    what_to_do: "What is the matter" / "Beth sydd o’i le";
    as_csv: "Download as CSV" / "Lawrlwytho fel CSV";

    waiting: "Not on the newest list" / "Nid ar y rhestr ddiweddaraf";
    waiting_means: "These visits go ahead until somebody decides." / "Mae’r ymweliadau hyn yn mynd ymlaen nes i rywun benderfynu.";
    it_is_cancelled: "It is cancelled" / "Mae wedi’i ganslo";
    it_goes_ahead: "It goes ahead" / "Mae’n mynd ymlaen";
    after_arrival: "Changed after somebody had arrived" / "Newidiwyd ar ôl i rywun gyrraedd";
    after_moved: "Moved from {was} to {is}" / "Symudwyd o {was} i {is}";
    after_cancelled: "Cancelled, was {was}" / "Wedi’i ganslo, roedd {was}";
    looked_at: "I have looked" / "Rwyf wedi edrych";

    last_lists: "The last lists" / "Y rhestrau diwethaf";
    none_yet: "No list has been brought in yet." / "Ni fewnforiwyd rhestr eto.";
    how: "How" / "Sut";
    by_command: "command line" / "llinell orchymyn";
    by_upload: "uploaded by {name}" / "uwchlwythwyd gan {name}";
    by_fetch: "fetched" / "nolwyd";
    list_of: "List of {time}" / "Rhestr {time}";
    cards_follow: "The kiosks get the new cards within a minute or two, today first." / "Bydd y ciosgau’n cael y cardiau newydd o fewn munud neu ddwy, heddiw yn gyntaf.";
    back_to_lists: "All lists" / "Pob rhestr";
}
