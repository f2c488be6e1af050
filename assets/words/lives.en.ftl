# A desk that was restored: what was made in its earlier life waits for its author.

notice-restored = { $backend } was restored from an older copy: everything was read again. { $drafts ->
    [0] Nothing that you wrote for it before was left unsent.
    [one] One text that you left before waits in the list of what is not sent.
   *[other] { $drafts } texts that you left before wait in the list of what is not sent.
}
notice-held-since-restore = { $backend } was restored: { $actions ->
    [one] one act made before is held. Look at what its ticket is now, then send it or not.
   *[other] { $actions } acts made before are held. Look at what their tickets are now, then send them or not.
}
notice-lost-by-restore = { $backend } was restored, and has lost { $actions ->
    [one] one act of yours that it had accepted. It waits to be sent again.
   *[other] { $actions } acts of yours that it had accepted. They wait to be sent again.
}
pending-earlier-life = held (restored)
outbox-earlier-life = held: the desk was restored since. Then it was { $was }
outbox-lost = lost: the desk had accepted it, and was restored since. Then it was { $was }
draft-earlier-life = left before the desk was restored. Then it was { $was }
earlier-unknown = not known
earlier-gone = no open ticket has this name now
choice-earlier-send = The desk was restored: send it to { $ticket } as it is now?
choice-earlier-write = The desk was restored: go on writing for { $ticket } as it is now?
choice-earlier-then = Then: { $was }
choice-earlier-now = Now: { $is }
choice-earlier-yes = Yes, it is meant for this one
choice-earlier-no = No, leave it waiting
refused-other-life = the desk was restored since
journal-lost = { $desk } has lost { $acts ->
    [one] one act that it had accepted; it was restored since. Start vigie to be offered it again:
   *[other] { $acts } acts that it had accepted; it was restored since. Start vigie to be offered them again:
}
