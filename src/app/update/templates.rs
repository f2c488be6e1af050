//! Choosing a template, and putting prepared text where the cursor is.

use crate::app::model::notice::Notice;
use crate::app::model::overlay::Overlay;
use crate::app::model::state::App;
use crate::app::model::templates::Both;
use crate::app::model::templates::Picker;
use crate::app::protocol::effect::Effect;
use crate::app::protocol::event::Detail;
use crate::app::protocol::now::Now;
use crate::app::protocol::purpose::LONGEST_TEXT;
use crate::desk::rules::counting;
use crate::desk::sla::Calendar;
use crate::desk::template::{About, Values, fill, quoted, usual_signature};
use crate::desk::text::{SafeLine, SafeText};
use crate::desk::ticket::conversation::{Visibility, Who};
use crate::desk::ticket::customer::Language;
use crate::desk::ticket::fact::What;
use crate::desk::ticket::names::{ManagerId, TicketId};
use crate::desk::ticket::status::Side;
use crate::desk::ticket::{LastPublic, Ticket};
use chrono::{DateTime, Utc};

impl App {
    /// Shows the templates for what is being written.
    pub(in crate::app) fn pick_template(&mut self, now: Now) -> Vec<Effect> {
        let Some(compose) = &self.compose else { return Vec::new() };
        let (id, purpose) = (compose.ticket.clone(), compose.purpose);
        let Some(about) = self.about(&id, now) else { return self.no_ticket(now) };
        let values = Both { en: Values::of(&about, Language::En), fr: Values::of(&about, Language::Fr) };
        let templates = self.settings.library.of(&about.ticket.customer);
        let picker = Picker::new(templates, values, about.language(), purpose);
        self.overlay = Some(Overlay::Templates(Box::new(picker)));
        Vec::new()
    }

    /// Puts the marked template where the cursor is, the signature under the text if it is for a customer.
    pub(in crate::app) fn insert_template(&mut self, picker: &Picker, now: Now) -> Vec<Effect> {
        let Some((language, text)) = picker.filled() else { return Vec::new() };
        let signature = self.signature(language, now);
        let Some(compose) = &mut self.compose else { return Vec::new() };
        let signs = compose.purpose.visibility() == Visibility::Public;
        let signed = !signs || signature.as_ref().is_none_or(|signature| compose.editor.sign(signature));
        let fits = compose.editor.insert_block(&text) && signed;
        self.inserted(fits, now)
    }

    /// Puts the signature under the text, once.
    pub(in crate::app) fn sign(&mut self, now: Now) -> Vec<Effect> {
        let Some(id) = self.compose.as_ref().map(|compose| compose.ticket.clone()) else { return Vec::new() };
        let language = self.about(&id, now).map(|about| about.language()).unwrap_or_default();
        let signature = self.signature(language, now);
        let fits = match (&mut self.compose, &signature) {
            (Some(compose), Some(signature)) => compose.editor.sign(signature),
            _ => true,
        };
        self.inserted(fits, now)
    }

    /// Quotes the last thing that the customer said.
    pub(in crate::app) fn quote(&mut self, now: Now) -> Vec<Effect> {
        let Some(id) = self.compose.as_ref().map(|compose| compose.ticket.clone()) else { return Vec::new() };
        let Some(text) = self.quotation(&id, now) else {
            // What was said may just not be read yet.
            self.notices.tell(Notice::NothingToQuote { ticket: id.clone() }, now);
            let missing = self.details.get(&id).is_none();
            return missing.then(|| self.details.ask(&id)).flatten().into_iter().collect();
        };
        let fits = self.compose.as_mut().is_none_or(|compose| compose.editor.insert_block(&text));
        self.inserted(fits, now)
    }

    fn quotation(&self, id: &TicketId, now: Now) -> Option<String> {
        let (at, by, body) = self.details.get(id)?.facts.iter().rev().find_map(|fact| match &fact.what {
            What::Said(said)
                if said.visibility == Visibility::Public
                    && said.written.is_by_person()
                    && !said.by.is_of_the_desk() =>
            {
                Some((said.at, &said.by, &said.body))
            }
            What::Filed(filed) => Some((fact.at, &fact.by, &filed.body)),
            _ => None,
        })?;
        let about = self.about(id, now)?;
        let who = match by {
            Who::Contact(id) => {
                about.customer.and_then(|customer| customer.contact(id)).map(|contact| &contact.name)
            }
            Who::Stranger(name) => Some(name),
            _ => None,
        };
        let who = who.or_else(|| about.customer.map(|customer| &customer.name));
        let who = who.map_or(about.ticket.customer.as_str(), SafeLine::shown);
        let body: &SafeText = body;
        Some(quoted(about.language(), who, (at, about.zone()), body))
    }

    /// Tells if something did not fit, and lets what fitted be saved.
    fn inserted(&mut self, fits: bool, now: Now) -> Vec<Effect> {
        if !fits {
            self.notices.tell(Notice::TextTooLong { most: LONGEST_TEXT }, now);
        }
        self.text_changed(now);
        Vec::new()
    }

    /// Puts the cursor on the next variable that nobody filled in.
    pub(in crate::app) fn next_variable(&mut self, now: Now) -> Vec<Effect> {
        let found = self.compose.as_mut().is_none_or(|compose| compose.editor.go_to_next_variable());
        // What was said when it was not sent is seen to now.
        self.notices.retract(|notice| matches!(notice, Notice::Unresolved { .. }), now);
        if !found {
            self.notices.tell(Notice::NothingUnresolved, now);
        }
        Vec::new()
    }

    pub(in crate::app) fn switch_language(&mut self) -> Vec<Effect> {
        if let Some(Overlay::Templates(picker)) = &mut self.overlay {
            picker.switch_language();
        }
        Vec::new()
    }

    /// What templates can say of a ticket.
    pub(in crate::app) fn about(&self, id: &TicketId, now: Now) -> Option<About<'_>> {
        let link = self.link(&id.backend)?;
        let ticket = self.ticket(id)?;
        let manager = link.me().and_then(|me| link.manager(me)).map(|manager| &manager.name);
        Some(About {
            ticket,
            request: self.details.get(id).and_then(Detail::signature),
            customer: link.customer(&ticket.customer),
            manager: manager.or_else(|| link.welcome.as_ref().map(|welcome| &welcome.name)),
            desk: link.rules().map(|rules| &rules.desk_name),
            latest: link.latest_bases().map(|latest| &latest.version),
            next_update: self.next_update(id, ticket, now),
            zone: link.calendar(&ticket.calendar).map_or(self.settings.reader_zone, Calendar::tz),
        })
    }

    /// When the customer must hear from us again if a message goes now: the next update, else what is promised, else
    /// the first response.
    fn next_update(&self, id: &TicketId, ticket: &Ticket, now: Now) -> Option<DateTime<Utc>> {
        let mut answered = ticket.clone();
        answered.last_public = LastPublic { side: Side::Us, at: self.desk_now(&id.backend, now) };
        if let Some(course) = &mut answered.course {
            course.unanswered_since = None;
            course.waits.clear();
        }
        let rules = self.link(&id.backend)?.rules()?;
        let calendar = self.calendar(ticket, &id.backend)?;
        let update = counting::update(&answered, &rules.programme, calendar);
        let promised = ticket.course().promises.first().map(|promise| promise.due);
        update.or(promised).or_else(|| ticket.due())
    }

    /// The signature of whoever writes, in a language.
    fn signature(&self, language: Language, now: Now) -> Option<String> {
        let id = &self.compose.as_ref()?.ticket;
        let about = self.about(id, now)?;
        Some(fill(self.signature_on(id, language), &Values::of(&about, language)))
    }

    /// The same as it is written, its variables open.
    pub(in crate::app) fn signature_on(&self, id: &TicketId, language: Language) -> &str {
        let me = self.link(&id.backend).and_then(|link| link.me());
        let of = |manager: Option<&ManagerId>| {
            let mine = self.settings.signatures.iter().find(|it| it.manager.as_ref() == manager)?;
            match language {
                Language::En => mine.en.as_deref().or(mine.fr.as_deref()),
                Language::Fr => mine.fr.as_deref().or(mine.en.as_deref()),
            }
        };
        let text = me.and_then(|me| of(Some(me))).or_else(|| of(None));
        text.unwrap_or_else(|| usual_signature(language)).trim_end()
    }
}
