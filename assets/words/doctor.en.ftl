# What `vigie doctor` finds on a server beside the mapping, and the first mapping that it writes.

doctor-stray = { $subject } is in use and not in the mapping: { $tickets ->
    [one] one ticket
   *[other] { $tickets } tickets
}
doctor-stray-uncounted = { $subject } is not in the mapping
doctor-contact = named contact “{ $name }”
doctor-level = level of service “{ $name }”
doctor-field-on-queue = ticket field “{ $field }” on queue “{ $queue }”
doctor-cost-empty-group = It is there, but nobody that you may see is in it: then no reply of its people stops a clock. Ask for the right to see the group.
doctor-cost-outsider = They have tickets and are not of the desk: what they write counts as the customer’s. Put them under desk_groups or manager.
doctor-cost-contact = No user has this login or address: who writes from there is shown as unknown.
doctor-cost-field-on-queue = The field is on the server but not on these tickets: all of them are read as “otherwise”. Have it applied to the queue.
doctor-cost-unserved = These tickets are not shown: give them to a customer if they are the desk’s.
doctor-cost-otherwise = It is read as “otherwise”: add it to the values if it means something else.
doctor-cost-otherwise-severity = These tickets have the severity of “otherwise”, and the due that goes with it: add it to the values.
doctor-cost-level = No ticket has ever had this level: is it called so? The levels that tickets have are listed below.
doctor-there = On the server, to write a mapping from (or let `vigie doctor --discover` write a first one):
doctor-there-queues = queues, with open tickets: { $names }
doctor-there-statuses = statuses, with tickets: { $names }
doctor-there-levels = levels of service, with tickets: { $names }
doctor-there-groups = groups, with people: { $names }
doctor-there-ticket-field = ticket field { $name }: { $values }
doctor-there-reply-field = field of replies { $name }: { $values }
doctor-there-free = written freely

discover-nothing = There is no Request Tracker in the configuration. Write where it is: [[backend]] with name, kind = "request-tracker", url, and token_file, token_env or token_command. The rest is found.
discover-not-written = { $path } was not written: { $why }. A file that is there is never overwritten.
discover-head =
    A first mapping, guessed from the names on this server. Look at every line, put it into the configuration in place
    of the section of this name, and let “vigie doctor” compare it.
discover-calendar = The desk’s hours are in no server: a calendar of vigie’s, or a file of your own.
discover-groups = Groups that are told of what happens in the queues: their members are the desk, everybody else a customer.
discover-other-group = Not taken: group { $name }.
discover-severity = The severity of a ticket, 1 to 4; “otherwise” is what an empty field means.
discover-severity-sla = The level of service stands for the severity, 1 to 4: no field looks like one.
discover-values = What each value means, guessed from its words.
discover-unknown-value = Not understood: { $value }.
discover-statuses = Statuses that are in use here. The first of each list is the one that vigie sets.
discover-signature = What is asked in a signature request.
discover-unused = Fields that nothing above uses, with their values:
discover-unused-field = { $name }: { $values }
discover-customers = One customer for each queue. A queue that is none of a customer’s: take its section out.
discover-general = Not taken: queue { $name }, which every server has.
check-no-such-queue = { $backend }: there is no queue “{ $queue }”, or not for you to see: how that customer’s tickets stand is not known. See “vigie doctor”.
doctor-cost-no-customers = Nothing can be filed: vigie desk import FILE.
doctor-cost-no-managers = Nobody can be given a ticket: vigie desk import FILE.
