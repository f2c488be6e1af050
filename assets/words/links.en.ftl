# Links in what was written on a ticket.

choice-link = Which link of { $ticket }?
choice-link-hint = Somebody wrote these: first where each really leads.
do-open-link = open link
help-open-link = Open a link of the ticket, once you saw where it leads
notice-no-links = { $ticket }: nothing that was said holds a link, or it was not read yet.
notice-link-opened = { $place } was handed to your browser or mail program.
notice-link-not-opened = { $place } was not opened: { $why }
