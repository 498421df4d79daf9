//! Fetching lists by itself, on *Visit lists*.

words! {
    /// What *Visit lists* says of a source.
    Sources;
    heading: "Fetched by itself" / "Nolir ar ei phen ei hun";
    every: "Every {n} minutes from {opens} to {closes}, from {host}." / "Bob {n} munud o {opens} tan {closes}, o {host}.";
    last_good: "Last fetched {time}." / "Nolwyd ddiwethaf {time}.";
    never_yet: "It has not been fetched yet." / "Nid yw wedi’i nôl eto.";
    failing: "It has not worked since {time}: {why} The list stays as it was; the next try is at {next}." / "Nid yw wedi gweithio ers {time}: {why} Mae’r rhestr yn aros fel yr oedd; bydd y cynnig nesaf am {next}.";
    fetch_now: "Fetch now" / "Nôl nawr";
}
