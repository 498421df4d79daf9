//! As much of HTML as the staff pages have: what stands on them, and what their buttons send.

/// A button of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Button {
    /// Where its form goes.
    pub address: String,
    /// What goes with it: the form's own fields, and the button's.
    pub sends: Vec<(String, String)>,
}

impl Button {
    /// The value that it sends under a name.
    pub fn sent(&self, name: &str) -> Option<&str> {
        self.sends.iter().find(|(sent, _)| sent == name).map(|(_, value)| value.as_str())
    }
}

/// The buttons that can be pressed, from the top.
pub fn buttons(html: &str) -> Vec<Button> {
    let mut forms: Vec<Form<'_>> = Vec::new();
    let (mut inside, mut found) = (None, Vec::new());
    for tag in tags(html) {
        match tag.name() {
            "form" => {
                inside = Some(forms.len());
                forms.push(Form::of(&tag));
            }
            "/form" => inside = None,
            "input" => {
                if let Some(form) = inside.and_then(|form| forms.get_mut(form)) {
                    form.fields.extend(tag.field());
                }
            }
            "button" if !tag.is("disabled") => found.push((inside, tag)),
            _ => {}
        }
    }
    let button = |(inside, tag): (Option<usize>, Tag<'_>)| {
        let form = match tag.value("form") {
            Some(id) => forms.iter().find(|form| form.id == Some(id)),
            None => inside.and_then(|form| forms.get(form)),
        }?;
        let address = tag.value("formaction").unwrap_or(form.action).to_owned();
        let sends = form.fields.iter().copied().chain(tag.field());
        let sends = sends.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        Some(Button { address, sends })
    };
    found.into_iter().filter_map(button).collect()
}

struct Form<'a> {
    id: Option<&'a str>,
    action: &'a str,
    fields: Vec<(&'a str, &'a str)>,
}

impl<'a> Form<'a> {
    fn of(tag: &Tag<'a>) -> Self {
        let action = tag.value("action").unwrap_or_default();
        Self { id: tag.value("id"), action, fields: Vec::new() }
    }
}

/// What stands between `<` and `>`. The pages write `<` and `>` nowhere else.
struct Tag<'a>(&'a str);

fn tags(html: &str) -> impl Iterator<Item = Tag<'_>> {
    html.split('<').skip(1).filter_map(|piece| Some(Tag(piece.split_once('>')?.0)))
}

impl<'a> Tag<'a> {
    fn name(&self) -> &'a str {
        self.0.split_whitespace().next().unwrap_or_default()
    }

    fn value(&self, name: &str) -> Option<&'a str> {
        between(self.0, &format!(" {name}=\""), "\"")
    }

    fn is(&self, word: &str) -> bool {
        self.0.split_whitespace().any(|one| one == word)
    }

    /// What it adds to its form. A box that nobody ticks adds nothing.
    fn field(&self) -> Option<(&'a str, &'a str)> {
        let name = self.value("name").filter(|_| self.value("type") != Some("checkbox"))?;
        Some((name, self.value("value").unwrap_or_default()))
    }
}

/// What stands between two texts.
pub fn between<'a>(text: &'a str, before: &str, after: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once(before)?;
    rest.split_once(after).map(|(found, _)| found)
}

/// The text of an element without its tags, spaces made single. It begins inside its own opening
/// tag.
pub fn text(element: &str) -> String {
    let mut text = String::new();
    let mut inside = true;
    for c in element.chars() {
        match c {
            '<' => inside = true,
            '>' => {
                inside = false;
                text.push(' ');
            }
            _ if !inside => text.push(c),
            _ => {}
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sends(button: &Button) -> Vec<(&str, &str)> {
        button.sends.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
    }

    #[test]
    fn a_button_sends_what_a_browser_would() {
        let page = r#"<td><button form="f-1" formaction="/tick" name="tick" value="x:1">X</button></td>
            <form method="post" action="/today" id="f-1"><input type="hidden" name="visit" value="1">
            <input type="checkbox" name="first" value="1"><button formaction="/call">Call</button></form>
            <form action="/hall"><input name="table" value=""><button class="act">In</button></form>
            <form action="/next"><button disabled>Next</button></form>"#;
        let found = buttons(page);
        let addresses: Vec<&str> = found.iter().map(|button| button.address.as_str()).collect();
        assert_eq!(addresses, ["/tick", "/call", "/hall"]);
        assert_eq!(sends(&found[0]), [("visit", "1"), ("tick", "x:1")]);
        assert_eq!(sends(&found[1]), [("visit", "1")]);
        assert_eq!(sends(&found[2]), [("table", "")]);
    }
}
