# Who gets what is written on a ticket, and how that changed.

reader-requestor = requestor
reader-cc = Cc
reader-queue-cc = Cc of the queue
reader-owner = owner
reader-admin-cc = AdminCc
reader-queue-admin-cc = AdminCc of the queue
reader-without-address = { $name } (no address that you may see)
reader-group = the members of the group { $name }
reader-group-unseen = the members of a group that you may not see

readers-mailed = { $count ->
    [0] mailed to nobody ({ $key } says why)
    [one] 1 by mail ({ $key } shows): { $names }
   *[other] { $count } by mail ({ $key } shows all): { $names }
}
readers-unknown = who gets it is not known ({ $key } says why)
readers-server = { $customer }: whoever of it reads on the server; nothing is mailed
readers-server-named = { $customer }, on the server, not by mail: { $names }

pane-readers = Who gets it
readers-response = A response is mailed to
readers-note = A note is mailed to
readers-nobody = nobody
readers-rules = As RT is delivered. Rules of your site, and people who turned mail off for this ticket, may change it. RT mails you no copy of your own words.
readers-why-unknown = Who gets mail from this ticket could not be read yet. Close the text, open the ticket again with Refresh, and go on.
readers-on-server = Nothing is mailed. Contacts of { $customer } who have a token read responses on the server; the desk and the specialists read notes there.
readers-contacts = Named contacts

do-show-readers = who gets it
help-show-readers = Show everybody who gets the response or note, with addresses

timeline-reader-came = { $who } gets what is written from now on, as { $role }
timeline-reader-left = { $who } does not get it any more as { $role }
timeline-queue-moved = queue was { $from }, is { $to }: others may get what is written
