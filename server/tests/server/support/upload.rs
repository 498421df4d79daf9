//! A browser that sends files.

use reqwest::Response;

use super::staff::TestStaff;

/// The preview of a list, as far as a test wants it.
pub struct Preview {
    pub status: u16,
    pub html: String,
}

impl TestStaff {
    /// Sends a list, and names for it.
    pub async fn upload(&self, list: &[u8], contacts: &[u8]) -> Preview {
        let answer =
            self.send_files("/imports/preview", &[("list", list), ("contacts", contacts)]).await;
        let status = answer.status().as_u16();
        Preview { status, html: answer.text().await.expect("a page") }
    }

    /// Sends files to an address.
    pub async fn send_files(&self, to: &str, files: &[(&str, &[u8])]) -> Response {
        let boundary = "----a-boundary-of-these-tests";
        let mut body = Vec::new();
        for (name, bytes) in files {
            let head = format!(
                "--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"; \
                 filename=\"any name at all\"\r\nContent-Type: application/octet-stream\r\n\r\n"
            );
            body.extend_from_slice(head.as_bytes());
            body.extend_from_slice(bytes);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
        self.client
            .post(format!("{}{to}", self.address))
            .header("origin", &self.address)
            .header("content-type", format!("multipart/form-data; boundary={boundary}"))
            .body(body)
            .send()
            .await
            .expect("an answer")
    }

    /// Says yes to a preview.
    pub async fn confirm(&self, preview: &Preview, cancel: &[&str]) -> Response {
        let (id, key) = (preview.hidden("id"), preview.hidden("key"));
        let mut form = vec![("id", id.as_str()), ("key", key.as_str())];
        form.extend(cancel.iter().map(|visit| ("cancel", *visit)));
        self.client
            .post(format!("{}/imports/confirm", self.address))
            .header("origin", &self.address)
            .form(&form)
            .send()
            .await
            .expect("an answer")
    }
}

impl Preview {
    /// A hidden field.
    pub fn hidden(&self, name: &str) -> String {
        let start = format!("name=\"{name}\" value=\"");
        let value = self.html.split(&start).nth(1).expect("the field");
        value.split('"').next().expect("its value").to_owned()
    }

    /// A number of the report.
    pub fn count(&self, id: &str) -> usize {
        count(&self.html, id)
    }

    /// The visits that can be ticked as cancelled.
    pub fn missing(&self) -> Vec<String> {
        let boxes = self.html.split("name=\"cancel\" value=\"").skip(1);
        boxes.filter_map(|rest| Some(rest.split('"').next()?.to_owned())).collect()
    }
}

/// A number of a report's page.
pub fn count(html: &str, id: &str) -> usize {
    let text = html.split(&format!("id=\"{id}\">")).nth(1).expect("the count");
    text.split('<').next().and_then(|n| n.parse().ok()).expect("a number")
}
