//! What other tickets say of the same object, found by its digest.

use crate::app::protocol::event::Failure;
use crate::desk::ticket::signature::{Kin, Part, SameObject};

use super::RequestTracker;
use super::changes::found;
use super::client::{Much, field, quoted};
use super::read::Reader;
use super::request::Asked;

impl RequestTracker {
    /// Asks only where a digest is one and a field is mapped for it. Tickets of nobody's whom we serve are not told.
    pub(super) async fn kin(
        &self,
        ticket: u64,
        asked: Option<&Asked>,
        reader: &Reader<'_>,
    ) -> Result<Kin, Failure> {
        let name = self.desk.mapping.signature.parts.get(&Part::Sha256);
        let digest = asked.and_then(|asked| Some((asked, asked.request.sha256.as_ref()?)));
        let (Some(name), Some((asked, digest))) = (name, digest) else { return Ok(Kin::default()) };
        let scope = self.scope();
        let query = format!("({scope}) AND {} = {} AND id != {ticket}", field(name), quoted(digest.as_str()));
        let (rows, _) = self.client.tickets(&query, Much::Whole).await?;
        let mut kin = Kin::default();
        for row in &rows {
            let Some(meaning) = reader.meaning(row, &found(row)) else { continue };
            let (Some(other), Some(filed_at)) = (meaning.signature, row.created) else { continue };
            if other.request.verdict == asked.request.verdict {
                // The latest one counts: rows come in the order of their ids.
                kin.covered_by =
                    other.is_fixed().then(|| other.fixed_by.clone()).flatten().or(kin.covered_by);
            }
            kin.same_object.push(SameObject {
                ticket: crate::desk::ticket::names::LocalId::new(row.id.to_string()),
                customer: meaning.customer,
                filed_at,
                step: other.request.step,
            });
        }
        Ok(kin)
    }
}
