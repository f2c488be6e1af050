//! What REST 2.0 answers, as far as it is read. Private to this folder: numbers come as texts and texts as numbers,
//! fields that do not exist come as `""`, and unset dates as 1970.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Deserializer};

use crate::desk::ticket::absorbed::Absorbed;
use crate::desk::ticket::conversation::Written;

/// One page of a list. `total` and `pages` are null for transactions and attachments.
#[derive(Debug, Deserialize)]
pub struct Page<T> {
    #[serde(default = "Vec::new")]
    pub items: Vec<T>,
    /// A float, and `0.0` when nothing is found.
    pub pages: Option<f64>,
    pub total: Option<f64>,
}

/// A reference to something else: users by their login name, everything else by a number.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Ref {
    #[serde(default, deserialize_with = "text")]
    pub id: String,
    #[serde(rename = "Name", default)]
    pub name: Option<String>,
    /// What it is: `user`, `group`, `queue`.
    #[serde(rename = "type", default, deserialize_with = "text")]
    pub kind: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Ticket {
    #[serde(rename = "id", deserialize_with = "number")]
    pub id: u64,
    #[serde(default)]
    pub subject: String,
    #[serde(default)]
    pub status: String,
    #[serde(default, deserialize_with = "one")]
    pub queue: Ref,
    #[serde(default, deserialize_with = "one")]
    pub owner: Ref,
    #[serde(default, deserialize_with = "many")]
    pub requestor: Vec<Ref>,
    /// Who filed it: a person of the desk for a caller, or whoever wrote.
    #[serde(default, deserialize_with = "one")]
    pub creator: Ref,
    /// The ticket in which it goes on, or itself. Read from a list: by itself a merged ticket does not answer.
    #[serde(default, deserialize_with = "number")]
    pub effective_id: u64,
    #[serde(default, deserialize_with = "date")]
    pub created: Option<DateTime<Utc>>,
    #[serde(default, deserialize_with = "date")]
    pub last_updated: Option<DateTime<Utc>>,
    #[serde(default, deserialize_with = "date")]
    pub told: Option<DateTime<Utc>>,
    #[serde(default, deserialize_with = "date")]
    pub due: Option<DateTime<Utc>>,
    #[serde(rename = "SLA", default)]
    pub sla: Option<String>,
    #[serde(default, deserialize_with = "number")]
    pub priority: i64,
    #[serde(default, deserialize_with = "many")]
    pub custom_fields: Vec<Field>,
}

/// The same list, when only ids or times are wanted.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Stamp {
    #[serde(rename = "id", deserialize_with = "number")]
    pub id: u64,
    #[serde(default, deserialize_with = "date")]
    pub last_updated: Option<DateTime<Utc>>,
}

/// What RT offers to do with a ticket.
#[derive(Debug, Deserialize)]
pub struct Offers {
    #[serde(rename = "_hyperlinks", default, deserialize_with = "many")]
    pub links: Vec<Link>,
}

#[derive(Debug, Deserialize)]
pub struct Link {
    #[serde(rename = "ref", default, deserialize_with = "text")]
    pub kind: String,
    /// Of a step in its life: the status after it.
    #[serde(default, deserialize_with = "text")]
    pub to: String,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Field {
    #[serde(default, deserialize_with = "number")]
    pub id: u64,
    pub name: String,
    /// A cleared one may hold a null.
    #[serde(default)]
    pub values: Vec<Option<String>>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Transaction {
    #[serde(rename = "id", deserialize_with = "number")]
    pub id: u64,
    #[serde(rename = "ObjectId", default, deserialize_with = "number")]
    pub ticket: u64,
    #[serde(rename = "Type", default)]
    pub kind: String,
    #[serde(default, deserialize_with = "text")]
    pub field: String,
    #[serde(default, deserialize_with = "text")]
    pub old_value: String,
    #[serde(default, deserialize_with = "text")]
    pub new_value: String,
    /// In minutes.
    #[serde(default, deserialize_with = "number")]
    pub time_taken: u32,
    /// The subject of a comment, among other things.
    #[serde(default, deserialize_with = "text")]
    pub data: String,
    #[serde(default, deserialize_with = "date")]
    pub created: Option<DateTime<Utc>>,
    #[serde(default, deserialize_with = "one")]
    pub creator: Ref,
    #[serde(default, deserialize_with = "many")]
    pub custom_fields: Vec<Field>,
    /// The tickets that go on in this one from here on. RT does not say them here: they are put in afterwards.
    #[serde(skip)]
    pub absorbed: Vec<Absorbed>,
    /// RT tells it only by the headers of what was written, which are asked for apart.
    #[serde(skip)]
    pub written: Written,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Attachment {
    #[serde(rename = "id", deserialize_with = "number")]
    pub id: u64,
    #[serde(default, deserialize_with = "number")]
    pub transaction_id: u64,
    #[serde(default, deserialize_with = "text")]
    pub content_type: String,
    #[serde(default, deserialize_with = "text")]
    pub filename: String,
    #[serde(default, deserialize_with = "text")]
    pub content_length: String,
    #[serde(default, deserialize_with = "text")]
    pub headers: String,
    #[serde(default, deserialize_with = "text")]
    pub content: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct User {
    /// RT's own number, where it was asked for.
    #[serde(rename = "id", default, deserialize_with = "number")]
    pub id: u64,
    #[serde(default, deserialize_with = "text")]
    pub name: String,
    #[serde(default, deserialize_with = "text")]
    pub real_name: String,
    #[serde(default, deserialize_with = "text")]
    pub email_address: String,
    #[serde(default, deserialize_with = "many")]
    pub custom_fields: Vec<Field>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Group {
    #[serde(default, deserialize_with = "many")]
    pub members: Vec<Ref>,
    #[serde(default, deserialize_with = "date")]
    pub created: Option<DateTime<Utc>>,
    #[serde(default, deserialize_with = "text")]
    pub disabled: String,
}

/// A queue, with the fields of its tickets and whom it tells.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Queue {
    #[serde(default, deserialize_with = "text")]
    pub name: String,
    #[serde(default, deserialize_with = "many")]
    pub ticket_custom_fields: Vec<FieldRef>,
    #[serde(default, deserialize_with = "many")]
    pub admin_cc: Vec<Ref>,
    #[serde(default, deserialize_with = "many")]
    pub cc: Vec<Ref>,
}

#[derive(Debug, Deserialize)]
pub struct FieldRef {
    #[serde(default, deserialize_with = "text")]
    pub name: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Named {
    #[serde(rename = "id", deserialize_with = "text")]
    pub id: String,
    #[serde(default, deserialize_with = "text")]
    pub name: String,
    #[serde(default, deserialize_with = "text")]
    pub disabled: String,
    /// Of a custom field: what it is a field of.
    #[serde(default, deserialize_with = "text")]
    pub lookup_type: String,
    /// Of a custom field that is chosen from: where its values are listed.
    #[serde(rename = "Type", default, deserialize_with = "text")]
    pub kind: String,
}

/// The first value of each field, by name. RT gives fields in any order; of two with one name that of the field which
/// was made first counts, each time.
pub fn values(fields: &[Field]) -> BTreeMap<&str, &str> {
    let mut fields: Vec<&Field> = fields.iter().collect();
    fields.sort_by_key(|field| std::cmp::Reverse(field.id));
    fields
        .into_iter()
        .filter_map(|field| Some((field.name.as_str(), field.values.iter().flatten().next()?.as_str())))
        .filter(|(_, value)| !value.is_empty())
        .collect()
}

/// What may stand for a number, a text, or nothing.
#[derive(Deserialize)]
#[serde(untagged)]
enum Loose {
    Number(i64),
    Text(String),
    Other(serde::de::IgnoredAny),
}

pub fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    Ok(match Loose::deserialize(deserializer)? {
        Loose::Number(number) => number.to_string(),
        Loose::Text(text) => text,
        Loose::Other(_) => String::new(),
    })
}

pub fn number<'de, D: Deserializer<'de>, T: TryFrom<i64> + Default>(deserializer: D) -> Result<T, D::Error> {
    Ok(match Loose::deserialize(deserializer)? {
        Loose::Number(number) => T::try_from(number).unwrap_or_default(),
        Loose::Text(text) => {
            text.trim().parse().ok().and_then(|number: i64| T::try_from(number).ok()).unwrap_or_default()
        }
        Loose::Other(_) => T::default(),
    })
}

/// An instant (UTC). Anything on the first day of 1970 means that there is none, and what is of no year of a desk is
/// none.
fn date<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<DateTime<Utc>>, D::Error> {
    let text = text(deserializer)?;
    let at = crate::desk::bounds::read_instant(&text);
    Ok(at.filter(|at| at.timestamp() >= 24 * 60 * 60))
}

/// One thing, or a text where there is none.
fn one<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Ref, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Maybe {
        One(Ref),
        Other(serde::de::IgnoredAny),
    }
    Ok(match Maybe::deserialize(deserializer)? {
        Maybe::One(one) => one,
        Maybe::Other(_) => Ref::default(),
    })
}

/// Several things, or a text where there are none.
pub fn many<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Vec<T>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Maybe<T> {
        Many(Vec<T>),
        Other(serde::de::IgnoredAny),
    }
    Ok(match Maybe::deserialize(deserializer)? {
        Maybe::Many(many) => many,
        Maybe::Other(_) => Vec::new(),
    })
}
