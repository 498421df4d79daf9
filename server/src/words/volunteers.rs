//! What the volunteers' page says.

words! {
    /// The page of the families who wait.
    VolunteerWords;
    title: "Volunteers" / "Gwirfoddolwyr";
    heading: "Who waits for help" / "Pwy sy’n aros am help";
    lead: "Families who asked for a volunteer, and first visits. Longest first." / "Teuluoedd a ofynnodd am wirfoddolwr, ac ymweliadau cyntaf. Yr hiraf yn gyntaf.";
    nobody: "Nobody waits now." / "Does neb yn aros nawr.";
    number: "No." / "Rhif";
    seat: "Seat" / "Sedd";
    language: "Language" / "Iaith";
    since: "Since" / "Ers";
    state: "State" / "Cyflwr";
    next: "Next" / "Nesaf";
    waits: "Waits" / "Yn aros";
    with: "With {name}" / "Gyda {name}";
    with_you: "With you" / "Gyda chi";
    with_code: "With volunteer {code}" / "Gyda gwirfoddolwr {code}";
    claim: "I’ll go to them" / "Fe af i atyn nhw";
    hand_back: "Hand back" / "Rhoi yn ôl";
    done: "They are helped" / "Wedi cael help";
    no_number: "no number yet" / "dim rhif eto";
}
