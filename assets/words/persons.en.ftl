# Whose things are: what somebody else wrote on this machine.
person-unnamed = somebody without a name
notice-another-person = { $backend }: the token speaks for { $is } now, no longer for { $was }. What { $was } wrote waits for { $was } (O).
notice-others-wait = { $things ->
    [one] One thing waits here that { $author } wrote: you are { $me }, and it goes only as { $author } (O).
   *[other] { $things } things wait here that { $author } wrote, perhaps with others: you are { $me }, and they go only as their authors (O).
}
notice-of-another = { $ticket }: written by { $author }, you are { $me }. It is sent when { $author } is here again; here it can only be discarded.
outbox-other = written by { $author }, you are { $me }: waits for { $author }
outbox-unsigned = nobody knows who wrote it: goes as yours when you send it
pending-unsigned = whose?
choice-discard-other-hint = { $ticket }: written by { $author }, who will not find it again.
failure-ask-who = the token is another one: who it speaks for is asked first
